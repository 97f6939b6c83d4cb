import { expect, type Locator, type Page } from '@playwright/test';

/** One card: question, proposals with their results, difficulties, remarks. */
export class CardPage {
  readonly addProposal: Locator;
  readonly proposal: Locator;
  readonly saveProposal: Locator;
  readonly addComment: Locator;
  readonly comment: Locator;
  readonly saveComment: Locator;

  constructor(
    readonly page: Page,
    readonly card: string,
  ) {
    this.addProposal = page.getByRole('button', { name: 'Ajouter une proposition' });
    this.proposal = page.getByRole('textbox', { name: 'Votre proposition' });
    this.saveProposal = page.getByRole('button', { name: 'Enregistrer la proposition' });
    this.addComment = page.getByRole('button', { name: 'Ajouter une remarque' });
    this.comment = page.getByRole('textbox', { name: 'Votre remarque' });
    this.saveComment = page.getByRole('button', { name: 'Enregistrer la remarque' });
  }

  get address(): string {
    return `/cartes/${this.card}`;
  }

  async open(): Promise<void> {
    await this.page.goto(this.address);
    await expect(this.page.getByRole('heading', { level: 2, name: 'Les propositions' })).toBeVisible();
  }

  async propose(label: string): Promise<void> {
    await this.addProposal.click();
    await this.proposal.fill(label);
    await this.saveProposal.click();
    await expect(this.page.getByRole('status').filter({ hasText: 'La proposition est ajoutée' })).toBeVisible();
  }
}
