import { expect, type Locator, type Page } from '@playwright/test';

/** One workshop: where its round stands, its results. */
export class WorkshopPage {
  readonly openRound: Locator;
  readonly closeRound: Locator;
  readonly reveal: Locator;
  readonly begin: Locator;
  readonly results: Locator;

  constructor(
    readonly page: Page,
    readonly address: string,
  ) {
    this.openRound = page.getByRole('button', { name: 'Ouvrir le tour', exact: true });
    this.closeRound = page.getByRole('button', { name: 'Clore le tour' });
    this.reveal = page.getByRole('button', { name: 'Révéler les résultats' });
    this.begin = page.getByRole('link', { name: 'Commencer mon bulletin' });
    this.results = page.getByRole('heading', { level: 2, name: 'Résultats', exact: true });
  }

  async open(): Promise<void> {
    await this.page.goto(this.address);
    await expect(this.page.getByRole('heading', { level: 1 })).toBeVisible();
  }

  async expectStage(stage: 'Pas encore de tour' | 'Tour ouvert' | 'Tour clos' | 'Résultats révélés'): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 2, name: stage, exact: true })).toBeVisible();
  }

  async expectBallots(n: number): Promise<void> {
    const words = new RegExp(`^${n}\\s(bulletin|bulletins)$`);
    await expect(this.page.getByRole('listitem').filter({ hasText: words })).toBeVisible();
  }

  async startRound(): Promise<void> {
    await this.openRound.click();
    await this.expectStage('Tour ouvert');
  }

  async endRound(): Promise<void> {
    await this.closeRound.click();
    const question = this.page.getByRole('dialog', { name: 'Clore le tour' });
    await question.getByRole('button', { name: 'Clore le tour' }).click();
    await this.expectStage('Tour clos');
  }

  async showResults(): Promise<void> {
    await this.reveal.click();
    const question = this.page.getByRole('dialog', { name: 'Révéler les résultats' });
    await question.getByRole('button', { name: 'Révéler les résultats' }).click();
    await expect(this.results).toBeVisible();
  }

  /** Totals of one card as they are read on screen, by wording. */
  async totals(card: string): Promise<Map<string, number>> {
    return readTotals(this.page.getByRole('region', { name: card, exact: true }));
  }
}

/** Reads a ranking: « Rang 1 … wording … 3 gommettes » for each of its rows. */
export async function readTotals(section: Locator): Promise<Map<string, number>> {
  const rows = section.getByRole('listitem').filter({ hasText: /^\s*Rang \d+/ });
  const texts = await rows.evaluateAll((elements) =>
    elements.map((element) => Array.from(element.querySelectorAll('p'), (line) => line.textContent ?? '')),
  );
  return new Map(
    texts.map((lines) => {
      const total = lines.map((line) => /^(\d+)\s+gommettes?$/.exec(line.trim())).find(Boolean);
      return [lines[1]?.trim() ?? '', Number(total?.[1])];
    }),
  );
}
