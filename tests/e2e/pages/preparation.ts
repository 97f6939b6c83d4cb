import { expect, type Locator, type Page } from '@playwright/test';

/** The table before a round: proposals chosen, ordered, worded, grouped. */
export class PreparationPage {
  readonly edit: Locator;
  readonly posters: Locator;
  readonly save: Locator;

  constructor(
    readonly page: Page,
    readonly workshop: string,
  ) {
    this.edit = page.getByRole('button', { name: 'Modifier l’atelier' });
    this.posters = page.getByRole('link', { name: 'Affiches à imprimer' });
    this.save = page.getByRole('button', { name: 'Enregistrer les changements' });
  }

  get address(): string {
    return `${this.workshop}/preparation`;
  }

  async open(): Promise<void> {
    await this.page.goto(this.address);
    await expect(this.page.getByRole('heading', { level: 1, name: 'Préparer l’atelier' })).toBeVisible();
  }

  card(name: string): PreparedCard {
    return new PreparedCard(this.page.getByRole('region', { name, exact: true }));
  }
}

/** One card of the table. */
export class PreparedCard {
  readonly table: Locator;
  readonly off: Locator;
  readonly said: Locator;

  constructor(readonly region: Locator) {
    this.table = region.getByRole('list', { name: 'Sur la table', exact: true });
    this.off = region.getByRole('list', { name: 'Pas sur la table', exact: true });
    this.said = region.getByRole('status').first();
  }

  /** Opens the fold of the duplicates. */
  async openDuplicates(): Promise<void> {
    await this.region.locator('summary', { hasText: 'Regrouper des doublons' }).click();
  }

  /** « 1. Wording » of each proposal of the table, in order. */
  async numbered(): Promise<string[]> {
    await expect(this.table).toBeVisible();
    return this.table.locator(':scope > li').evaluateAll((rows) =>
      rows.map((row) => {
        const number = row.querySelector('span')?.textContent?.trim() ?? '';
        return `${number}. ${row.querySelector('p')?.textContent?.trim() ?? ''}`;
      }),
    );
  }

  button(action: 'Monter' | 'Descendre' | 'Retirer' | 'Mettre sur la table' | 'Changer le texte' | 'Dégrouper', label: string): Locator {
    return this.region.getByRole('button', { name: `${action} « ${label} »`, exact: true });
  }

  async reword(label: string, text: string): Promise<void> {
    await this.button('Changer le texte', label).click();
    await this.region.getByRole('textbox', { name: 'Nouveau texte' }).fill(text);
    await this.region.getByRole('button', { name: 'Enregistrer le texte' }).click();
  }

  async add(text: string): Promise<void> {
    await this.region.getByRole('button', { name: 'Ajouter une proposition' }).click();
    await this.region.getByRole('textbox', { name: 'Votre proposition' }).fill(text);
    await this.region.getByRole('button', { name: 'Enregistrer la proposition' }).click();
  }
}
