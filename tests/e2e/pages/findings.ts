import { expect, type Locator, type Page } from '@playwright/test';

/** « À régler » and the duplicates, on the page of the synchronization. */
export class FindingsPanel {
  readonly open: Locator;
  readonly said: Locator;
  readonly settled: Locator;
  readonly duplicates: Locator;

  constructor(readonly page: Page) {
    this.open = page.getByRole('region', { name: 'À régler', exact: true });
    this.said = this.open.getByRole('status').first();
    this.settled = this.open.locator('summary', { hasText: 'Déjà réglé' });
    this.duplicates = page.getByRole('region', { name: 'Doublons entre conseils citoyens' });
  }

  /** The link in the head of the page. */
  badge(n: number): Locator {
    return this.page.getByRole('link', { name: new RegExp(`^${n}\\schoses? à régler$`) });
  }

  async expectNothing(timeout?: number): Promise<void> {
    await expect(this.open.getByText(/^Rien à régler\s:/)).toBeVisible(timeout === undefined ? {} : { timeout });
  }

  /** One finding, by the beginning of its sentence. */
  finding(what: RegExp): Locator {
    return this.open.locator('.finding').filter({ has: this.page.locator('summary', { hasText: what }) });
  }

  /** Unfolds one finding. */
  async unfold(what: RegExp): Promise<Locator> {
    const finding = this.finding(what);
    if ((await finding.getAttribute('open')) === null) await finding.locator('summary').click();
    return finding;
  }

  /** Unfolds what was settled, then one finding of it. */
  async unfoldSettled(what: RegExp): Promise<Locator> {
    await this.settled.click();
    return this.unfold(what);
  }
}
