import { expect, type Locator, type Page } from '@playwright/test';

/** Codes of a round: made and voided on the page of the workshop, printed on their own. */
export class CodesPanel {
  readonly panel: Locator;
  readonly prepare: Locator;
  readonly create: Locator;
  readonly search: Locator;

  constructor(
    readonly page: Page,
    readonly workshop: string,
  ) {
    this.panel = page.getByRole('region', { name: 'Codes des tablettes partagées' });
    this.prepare = this.panel.getByRole('button', { name: 'Préparer le tour' });
    this.create = this.panel.getByRole('button', { name: 'Créer des codes' });
    this.search = this.panel.getByRole('searchbox', { name: 'Code, ou une partie du code' });
  }

  /** Makes `n` codes and gives them, as they are printed. */
  async make(n: number): Promise<string[]> {
    const people = this.panel.getByRole('spinbutton', { name: 'Nombre de personnes' });
    await people.fill(String(n));
    await people.blur();
    await this.create.click();
    await expect(this.panel.getByRole('status').filter({ hasText: /codes? (est|sont) créés?\./ })).toBeVisible();
    await this.panel.getByRole('link', { name: 'Imprimer les codes' }).click();
    const sheet = new CodeSheet(this.page);
    await expect(sheet.slips.first()).toBeVisible();
    const codes = await sheet.codes();
    await this.page.getByRole('link', { name: 'Revenir à l’atelier' }).click();
    await expect(this.panel).toBeVisible();
    return codes;
  }

  async makeVoid(code: string, reason: string): Promise<void> {
    await this.panel.getByText('Chercher ou annuler un code').click();
    await this.search.fill(code);
    await this.panel.getByRole('button', { name: `Annuler le code ${shown(code)}` }).click();
    const question = this.page.getByRole('dialog', { name: 'Annuler ce code' });
    await question.getByRole('textbox', { name: 'Raison' }).fill(reason);
    await question.getByRole('button', { name: 'Annuler ce code' }).click();
    await expect(this.panel.getByText(`Annulé : ${reason}`)).toBeVisible();
  }
}

/** The printed sheet. */
export class CodeSheet {
  readonly pages: Locator;
  readonly slips: Locator;

  constructor(readonly page: Page) {
    this.pages = page.getByRole('region', { name: /^Page \d+ sur \d+$/ });
    this.slips = this.pages.getByRole('listitem');
  }

  async codes(): Promise<string[]> {
    const texts = await this.slips.evaluateAll((slips) =>
      slips.map((slip) => slip.querySelectorAll('p')[1]?.textContent ?? ''),
    );
    return texts.map((text) => text.replace(/\s/g, '').toLowerCase());
  }
}

/** « K7M X4W ». */
export function shown(code: string): string {
  return `${code.slice(0, 3)} ${code.slice(3)}`.toUpperCase();
}
