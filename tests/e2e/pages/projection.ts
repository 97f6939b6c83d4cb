import { expect, type Locator, type Page } from '@playwright/test';
import type { Device } from './device.ts';
import { readTotals } from './workshop.ts';

/** The screen of the room, in a window or on a device of its own. */
export class ProjectionPage {
  readonly title: Locator;
  readonly timer: Locator;
  readonly code: Locator;

  private constructor(readonly page: Page) {
    this.title = page.getByRole('heading', { level: 1 });
    this.timer = page.getByRole('timer', { name: 'Temps restant' });
    this.code = page.getByRole('img', { name: 'Code QR qui ouvre l’atelier' });
  }

  static async open(device: Device, workshop: string): Promise<ProjectionPage> {
    const page = await device.context.newPage();
    await page.goto(`${workshop}/projection`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    return new ProjectionPage(page);
  }

  async expectTitle(title: string): Promise<void> {
    await expect(this.title).toHaveText(title);
  }

  async expectCount(words: string): Promise<void> {
    await expect(this.page.getByText(words, { exact: true })).toBeVisible();
  }

  /** The time left, as it is read: « 4:58 ». */
  async expectTimer(time: RegExp): Promise<void> {
    await expect(this.timer.getByText(time)).toBeVisible();
  }

  /** Totals of the card on stage. */
  async totals(): Promise<Map<string, number>> {
    return readTotals(this.page.getByRole('main'));
  }
}
