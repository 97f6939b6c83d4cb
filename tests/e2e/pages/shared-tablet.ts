import { expect, type Locator, type Page } from '@playwright/test';
import { BallotPage, type Dots } from './ballot.ts';

/** A tablet that is lent: code box, ballots one after the other, the facilitator's way back. */
export class SharedTablet {
  readonly ballot: BallotPage;
  readonly codeBox: Locator;
  readonly code: Locator;
  readonly openBallot: Locator;
  readonly changeBallot: Locator;
  readonly answer: Locator;
  readonly assisted: Locator;
  readonly abandon: Locator;
  readonly handOver: Locator;
  readonly nextPerson: Locator;
  readonly idleQuestion: Locator;
  readonly plainPage: Locator;

  constructor(
    readonly page: Page,
    readonly workshop: string,
  ) {
    this.ballot = new BallotPage(page, workshop);
    this.codeBox = page.getByRole('heading', { level: 1, name: 'Tapez votre code' });
    this.code = page.getByRole('textbox', { name: 'Mon code' });
    this.openBallot = page.getByRole('button', { name: 'Ouvrir mon bulletin' });
    this.changeBallot = page.getByRole('button', { name: 'Modifier ce bulletin' });
    this.answer = page.getByRole('main').getByRole('alert');
    this.assisted = page.getByRole('checkbox', { name: /^Je remplis ce bulletin avec l’aide de quelqu’un/ });
    this.abandon = page.getByRole('button', { name: 'Abandonner' });
    this.handOver = page.getByText('Passez la tablette à la personne suivante.');
    this.nextPerson = page.getByRole('button', { name: 'Personne suivante' });
    this.idleQuestion = page.getByRole('dialog', { name: 'Êtes-vous encore là ?' });
    this.plainPage = page.getByRole('heading', { level: 1, name: 'Cette tablette sert à l’atelier' });
  }

  /** Lends the tablet, from the page of the workshop. */
  async lend(as: 'Tablette partagée' | 'Tablette d’une seule personne'): Promise<void> {
    await this.page.getByRole('main').getByRole('button', { name: 'Prêter cette tablette' }).click();
    const question = this.page.getByRole('dialog', { name: 'Prêter cette tablette' });
    await question.getByRole('radio', { name: new RegExp(as, 'i') }).check();
    await question.getByRole('button', { name: 'Prêter', exact: true }).click();
    await expect(this.page).toHaveURL(new RegExp(`${this.workshop}/bulletin$`));
  }

  /** Types a code and asks for its ballot. */
  async type(code: string): Promise<void> {
    await this.code.fill(code);
    await this.openBallot.click();
  }

  /** Types a code that opens nothing, and expects to be told so. */
  async expectRefused(code: string, title: string): Promise<void> {
    await this.type(code);
    await expect(this.answer).toContainText(title);
  }

  /** Validates a ballot of these dots on the card that shows. */
  async cast(code: string, dots: Dots): Promise<void> {
    await this.type(code);
    await this.ballot.place(dots);
    await this.ballot.review.click();
    await this.ballot.cast.click();
    await expect(this.handOver).toBeVisible();
  }

  /** Tries the facilitator's code. */
  async takeBack(code: string): Promise<void> {
    const dialog = this.page.getByRole('dialog', { name: 'Reprendre la tablette' });
    if (!(await dialog.isVisible())) {
      await this.page.getByRole('button', { name: 'Animateur : reprendre la tablette' }).click();
    }
    await dialog.getByRole('textbox', { name: 'Code de l’animateur' }).fill(code);
    await dialog.getByRole('button', { name: 'Reprendre', exact: true }).click();
  }

  /** What is said of the last try. */
  get takeBackAnswer(): Locator {
    return this.page.getByRole('dialog', { name: 'Reprendre la tablette' }).getByRole('alert');
  }
}
