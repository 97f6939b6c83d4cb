import { expect, type Locator, type Page } from '@playwright/test';

/** One row of a card's table, as it is read on screen. */
export type SumRow = {
  label: string;
  isPriority: boolean;
  /** Cells after the wording, in the order of the columns. */
  cells: string[];
};

/** Priorités: the councils put together. */
export class PrioritiesPage {
  readonly sources: Locator;
  readonly rule: Locator;
  readonly nothing: Locator;
  readonly past: Locator;

  constructor(readonly page: Page) {
    const panel = (name: string | RegExp) => page.getByRole('region', { name });
    this.sources = panel('Les ateliers qui comptent');
    this.rule = panel('La règle des priorités');
    this.past = panel(/^En attendant\s: les résultats de \d{4}$/);
    this.nothing = page.getByText('Pas encore de résultats à mettre ensemble');
  }

  async open(): Promise<void> {
    await this.page.goto('/priorites');
    await expect(this.page.getByRole('heading', { level: 1, name: 'Priorités', exact: true })).toBeVisible();
  }

  card(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }

  /** Heads of the columns of a card's table. */
  async heads(card: string): Promise<string[]> {
    const heads = await this.#table(card).getByRole('columnheader').allTextContents();
    return heads.map((head) => head.trim());
  }

  /** Every row of a card's table. */
  async rows(card: string): Promise<SumRow[]> {
    return this.#table(card)
      .locator('tbody tr:has(th)')
      .evaluateAll((rows) =>
        rows.map((row) => {
          const head = row.querySelector('th')?.textContent?.trim() ?? '';
          const cells = Array.from(row.querySelectorAll('td'), (cell) => (cell.textContent ?? '').replace(/\s/g, ' ').trim());
          return { label: head.replace(/\s*Priorité$/, ''), isPriority: /Priorité$/.test(head), cells };
        }),
      );
  }

  /** What unfolds where the numbers of a proposal come from. */
  origin(card: string, label: string): Locator {
    return this.card(card).getByRole('group').filter({ has: this.page.locator('summary', { hasText: `D’où viennent ces nombres : ${label}` }) });
  }

  async chooseRule({ body, reason, places }: { body: string; reason: string; places?: number }): Promise<void> {
    await this.rule.getByRole('button', { name: /^(Choisir|Changer) la règle$/ }).click();
    if (places !== undefined) {
      const field = this.rule.getByRole('spinbutton', { name: 'Premières places de chaque carte' });
      await field.fill(String(places));
      await field.blur();
    }
    await this.rule.getByLabel('Qui a choisi').fill(body);
    await this.rule.getByLabel('Pourquoi cette règle').fill(reason);
    await this.rule.getByRole('button', { name: 'Enregistrer la règle' }).click();
    await expect(this.rule.getByText('La règle est enregistrée.')).toBeVisible();
  }

  #table(card: string): Locator {
    return this.card(card).getByRole('table');
  }
}
