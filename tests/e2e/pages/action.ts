import { expect, type Locator, type Page } from '@playwright/test';

/** One action of the contract: what was said of it since it was printed. */
export class ActionPage {
  readonly now: Locator;
  readonly update: Locator;
  readonly save: Locator;

  constructor(
    readonly page: Page,
    readonly seq: number,
  ) {
    this.now = page.getByRole('region', { name: 'Depuis l’impression du contrat' });
    this.update = this.now.getByRole('button', { name: 'Mettre à jour' });
    this.save = this.now.getByRole('button', { name: 'Enregistrer', exact: true });
  }

  async open(): Promise<void> {
    await this.page.goto(`/contrat/actions/${this.seq}`);
    await expect(this.now).toBeVisible();
  }

  /** Chooses a step, and saves. */
  async setStep(step: string): Promise<void> {
    await this.update.click();
    await this.now.getByLabel('État aujourd’hui').selectOption({ label: step });
    await this.save.click();
    await expect(this.now.getByText('L’action est mise à jour.')).toBeVisible();
  }
}
