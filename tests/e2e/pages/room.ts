import { expect, type Locator, type Page } from '@playwright/test';

/** What runs the room on the workshop's page: people present, screen, timer, join code. */
export class RoomPanels {
  readonly attendance: Locator;
  readonly screen: Locator;
  readonly timer: Locator;
  readonly join: Locator;
  readonly code: Locator;

  constructor(readonly page: Page) {
    const panel = (name: string) => page.getByRole('region', { name, exact: true });
    this.attendance = panel('Présents');
    this.screen = panel('Écran de la salle');
    this.timer = panel('Minuteur');
    this.join = panel('Faire entrer des tablettes');
    this.code = this.join.getByRole('img', { name: 'Code QR qui ouvre l’atelier' });
  }

  /** Says how many people are there; the others by name of their field. */
  async count(present: number, others: Record<string, number> = {}): Promise<void> {
    await this.attendance.getByRole('button', { name: /^Compter/ }).click();
    const field = (name: string) => this.attendance.getByRole('spinbutton', { name, exact: true });
    await field('Personnes présentes').fill(String(present));
    const details = this.attendance.getByRole('group');
    if (Object.keys(others).length > 0 && (await details.getAttribute('open')) === null) {
      await this.attendance.getByText('Par collège, quorum').click();
    }
    for (const [name, n] of Object.entries(others)) await field(name).fill(String(n));
    await this.attendance.getByRole('button', { name: 'Enregistrer les présents' }).click();
    await expect(this.attendance.getByRole('button', { name: 'Compter de nouveau' })).toBeVisible();
  }

  async startTimer(minutes: 1 | 3 | 5 | 10): Promise<void> {
    await this.timer.getByRole('button', { name: new RegExp(`^${minutes}\\smin$`) }).click();
    await expect(this.timer.getByRole('timer')).toBeVisible();
  }

  async revealCard(name: string): Promise<void> {
    await this.screen.getByRole('button', { name: `Révéler « ${name} »` }).click();
    await this.expectOnStage(name);
  }

  async expectOnStage(name: string): Promise<void> {
    await expect(this.screen.getByRole('button', { name: `« ${name} » est à l’écran` })).toBeVisible();
  }
}
