import { expect, type Locator, type Page } from '@playwright/test';

/** Dots by the wording of the proposal. */
export type Dots = Map<string, number>;

/** The ballot: place, take back, review, validate, change. */
export class BallotPage {
  readonly proposals: Locator;
  readonly remaining: Locator;
  readonly refusal: Locator;
  readonly nextCard: Locator;
  readonly review: Locator;
  readonly change: Locator;
  readonly cast: Locator;
  readonly done: Locator;

  constructor(
    readonly page: Page,
    readonly workshop: string,
  ) {
    this.proposals = page
      .getByRole('group')
      .filter({ has: page.getByRole('button', { name: /^Ajouter une gommette à/ }) });
    this.remaining = page.getByRole('status').filter({ hasText: /gommettes? restantes?/ });
    this.refusal = page.getByRole('alert').filter({ hasText: /gommette/ });
    this.nextCard = page.getByRole('button', { name: 'Carte suivante' });
    this.review = page.getByRole('button', { name: 'Relire mon bulletin' });
    this.change = page.getByRole('button', { name: 'Modifier', exact: true });
    this.cast = page.getByRole('button', { name: 'Valider mon bulletin' });
    this.done = page.getByRole('heading', { level: 1, name: /Votre bulletin est validé/ });
  }

  get address(): string {
    return `${this.workshop}/bulletin`;
  }

  async open(): Promise<void> {
    await this.page.goto(this.address);
    await expect(this.review).toBeVisible();
  }

  /** Wordings of the card that shows, in order. */
  async labels(): Promise<string[]> {
    await expect(this.proposals.first()).toBeVisible();
    const names = await this.proposals
      .getByRole('button', { name: /^Ajouter une gommette à/ })
      .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label') ?? ''));
    return names.map((name) => /«\s(.*)\s»/.exec(name)?.[1] ?? '');
  }

  proposal(label: string): Locator {
    return this.page.getByRole('group', { name: label, exact: true });
  }

  addButton(label: string): Locator {
    return this.proposal(label).getByRole('button', { name: `Ajouter une gommette à « ${label} »` });
  }

  removeButton(label: string): Locator {
    return this.proposal(label).getByRole('button', { name: `Retirer une gommette de « ${label} »` });
  }

  /** Taps; a refused button stays in reach, and answers with a sentence. */
  async add(label: string): Promise<void> {
    await this.addButton(label).click({ force: true });
  }

  async remove(label: string): Promise<void> {
    await this.removeButton(label).click({ force: true });
  }

  async place(dots: Dots): Promise<void> {
    for (const [label, n] of dots) {
      for (let dot = 0; dot < n; dot += 1) await this.add(label);
      await this.expectDots(label, n);
    }
  }

  async expectDots(label: string, n: number, cap?: number): Promise<void> {
    const words = new RegExp(`^${n} gommettes? sur ${cap ?? '\\d+'}$`);
    await expect(this.proposal(label).getByText(words)).toBeVisible();
  }

  async expectRemaining(n: number): Promise<void> {
    await expect(this.remaining).toHaveText(new RegExp(`^${n} gommettes? restantes?$`));
  }

  async validate(): Promise<void> {
    await this.review.click();
    await this.cast.click();
    await expect(this.done).toBeVisible();
  }
}
