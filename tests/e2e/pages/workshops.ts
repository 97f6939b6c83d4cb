import { expect, type Locator, type Page } from '@playwright/test';
import type { Council } from './home.ts';

/** What a facilitator decides before a workshop. */
export type WorkshopPlan = {
  title: string;
  councils: Council[];
  /** Names of the cards on the table; every card when it is left out. */
  cards?: string[];
  dotsPerBallot?: number;
  dotsPerProposal?: number;
  scope?: 'Pour chaque carte' | 'Pour tout le tour';
  /** Takes a lent tablet back. */
  code?: string;
};

/** Ateliers: the list, and the form of a new one. */
export class WorkshopsPage {
  readonly list: Locator;
  readonly newWorkshop: Locator;
  readonly form: Locator;
  readonly title: Locator;
  readonly dotsPerBallot: Locator;
  readonly dotsPerProposal: Locator;
  readonly create: Locator;

  constructor(readonly page: Page) {
    this.list = page.getByRole('list', { name: 'Liste des ateliers' });
    this.newWorkshop = page.getByRole('button', { name: 'Nouvel atelier' });
    this.title = page.getByRole('textbox', { name: 'Titre' });
    this.dotsPerBallot = page.getByRole('spinbutton', { name: 'Gommettes par personne' });
    this.dotsPerProposal = page.getByRole('spinbutton', { name: 'Au plus sur une proposition' });
    this.create = page.getByRole('button', { name: 'Créer l’atelier' });
    this.form = page.getByRole('main');
  }

  async open(): Promise<void> {
    await this.page.goto('/ateliers');
    await expect(this.page.getByRole('heading', { level: 1, name: 'Ateliers' })).toBeVisible();
  }

  /** Creates a workshop and gives its address. */
  async createWorkshop(plan: WorkshopPlan): Promise<string> {
    await this.open();
    await this.newWorkshop.click();
    await this.title.fill(plan.title);
    for (const council of plan.councils) {
      await this.form.getByRole('checkbox', { name: council, exact: true }).check();
    }
    if (plan.cards) await this.#keepCards(plan.cards);
    if (plan.dotsPerBallot) await this.#number(this.dotsPerBallot, plan.dotsPerBallot);
    if (plan.dotsPerProposal) await this.#number(this.dotsPerProposal, plan.dotsPerProposal);
    if (plan.scope) await this.form.getByRole('radio', { name: plan.scope }).check();
    if (plan.code) await this.page.getByRole('textbox', { name: 'Code de l’animateur' }).fill(plan.code);
    await this.create.click();
    await expect(this.page.getByRole('heading', { level: 1, name: plan.title })).toBeVisible();
    return new URL(this.page.url()).pathname;
  }

  async #keepCards(cards: string[]): Promise<void> {
    const group = this.page.getByRole('group', { name: 'Cartes sur la table' });
    const tiles = group.getByRole('checkbox');
    await expect(tiles).toHaveCount(6);
    for (const tile of await tiles.all()) await tile.uncheck();
    for (const card of cards) await group.getByRole('checkbox', { name: card, exact: true }).check();
  }

  async #number(field: Locator, value: number): Promise<void> {
    await field.fill(String(value));
    await field.blur();
    await expect(field).toHaveValue(String(value));
  }
}
