import { expect, type Locator, type Page } from '@playwright/test';

export const COUNCILS = ['Ambilly', 'Annemasse', 'Gaillard', 'Ville-la-Grand'] as const;
export type Council = (typeof COUNCILS)[number];

/** Accueil: the deck, the open workshop, the council of the device. */
export class HomePage {
  readonly cards: Locator;
  readonly councils: Locator;
  readonly begin: Locator;

  constructor(readonly page: Page) {
    this.cards = page.getByRole('region', { name: 'Les six cartes' }).getByRole('link');
    this.councils = page.getByRole('group', { name: /Pour quel conseil citoyen/ });
    this.begin = page.getByRole('link', { name: 'Commencer mon bulletin' });
  }

  async open(): Promise<void> {
    await this.page.goto('/');
    await expect(this.cards).toHaveCount(6);
  }
}
