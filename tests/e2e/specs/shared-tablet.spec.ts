// A tablet that goes from hand to hand, and the codes that open one ballot each.
import type { Page } from '@playwright/test';
import { AppBar } from '../pages/app-bar.ts';
import { CodesPanel, CodeSheet } from '../pages/codes.ts';
import type { Device } from '../pages/device.ts';
import { SharedTablet } from '../pages/shared-tablet.ts';
import { WorkshopPage } from '../pages/workshop.ts';
import { WorkshopsPage } from '../pages/workshops.ts';
import { MOBILITY } from '../support/contract.ts';
import { addUp, dotsAt, ONE_CARD_PLAN, sorted } from '../support/stories.ts';
import { expect, test } from '../support/test.ts';

const LOCK = '2580';
const NOT_THERE = 'zzzzz9';

type Room = { page: Page; workshop: WorkshopPage; codes: string[]; panel: CodesPanel };

/** A facilitator's tab on an open round that has codes. */
async function roomWithCodes(facilitator: Device, n: number, at = '/ateliers'): Promise<Room> {
  const page = await facilitator.open(at);
  const address = await new WorkshopsPage(page).createWorkshop({ ...ONE_CARD_PLAN, code: LOCK });
  const workshop = new WorkshopPage(page, address);
  const panel = new CodesPanel(page, address);
  await panel.prepare.click();
  const codes = await panel.make(n);
  expect(new Set(codes).size).toBe(n);
  await workshop.startRound();
  return { page, workshop, codes, panel };
}

test('three people vote one after the other on a lent tablet, and leave nothing behind', async ({ newDevice }) => {
  test.setTimeout(180_000);
  const [facilitator, device] = [await newDevice(), await newDevice()];
  const { page: facilitating, workshop, codes, panel } = await roomWithCodes(facilitator, 5);
  const [first = '', second = '', third = '', lost = ''] = codes;
  await panel.makeVoid(lost, 'feuille perdue');
  await new AppBar(facilitating).expectSent();

  const page = await device.open('/');
  await expect(page.getByRole('link', { name: 'Commencer mon bulletin' })).toBeVisible();
  await page.goto(workshop.address);
  const tablet = new SharedTablet(page, workshop.address);
  await tablet.lend('Tablette partagée');
  await expect(tablet.codeBox).toBeVisible();
  await expect(new AppBar(page).navigation).toHaveCount(0);
  await expect(new AppBar(page).status).toBeVisible();

  await tablet.expectRefused('k7m0', 'Ce n’est pas un code');
  await tablet.expectRefused(NOT_THERE, 'Ce code n’est pas connu');
  await tablet.expectRefused(lost, 'Ce code est annulé');

  await tablet.type(` ${first.toUpperCase()} `);
  const labels = await tablet.ballot.labels();
  const ballots = [dotsAt(labels, [0, 0, 1]), dotsAt(labels, [1, 2]), dotsAt(labels, [2, 2, 1])];
  await tablet.ballot.place(ballots[0] ?? new Map());
  await tablet.ballot.review.click();
  await tablet.ballot.cast.click();
  await expect(tablet.handOver).toBeVisible();
  await expect(page.getByText(labels[0] ?? '')).toHaveCount(0);
  await tablet.nextPerson.click();
  await expect(tablet.code).toHaveValue('');
  await tablet.assisted.check();
  await tablet.cast(second, ballots[1] ?? new Map());
  await tablet.nextPerson.click();
  await expect(tablet.assisted).not.toBeChecked();
  await tablet.cast(third, ballots[2] ?? new Map());

  // Nothing of them by the back button, a reload, or an address.
  const expectNothing = async () => {
    await expect(tablet.codeBox.or(tablet.plainPage)).toBeVisible();
    await expect(tablet.ballot.proposals).toHaveCount(0);
    const shown = ((await page.locator('body').textContent()) ?? '').replace(/\s/g, '').toLowerCase();
    for (const code of codes) expect(shown + page.url()).not.toContain(code);
  };
  await page.goBack();
  await expectNothing();
  await page.goForward();
  await page.reload();
  await expectNothing();
  for (const address of ['/', '/ateliers', workshop.address, `${workshop.address}/codes`, `${workshop.address}/compte-rendu`, '/contrat', '/suivi', '/priorites', '/synchronisation', '/reglages']) {
    await page.goto(address);
    await expect(tablet.plainPage).toBeVisible();
    await expectNothing();
  }
  await page.getByRole('link', { name: 'Aller au bulletin' }).click();
  await expect(tablet.codeBox).toBeVisible();
  await page.goto('/cartes/mobilite');
  await expect(page.getByRole('heading', { level: 1, name: MOBILITY })).toBeVisible();
  await page.getByRole('link', { name: 'Revenir au bulletin' }).click();

  // A used code starts anew, and replaces.
  await tablet.expectRefused(first, 'Ce code est déjà utilisé');
  await tablet.changeBallot.click();
  await tablet.ballot.expectRemaining(3);
  await tablet.ballot.place(ballots[1] ?? new Map());
  await tablet.ballot.review.click();
  await tablet.ballot.cast.click();
  await expect(tablet.handOver).toBeVisible();
  await new AppBar(page).expectSent();

  await workshop.expectBallots(3);
  await workshop.endRound();
  await expect(facilitating.getByText('1 bulletin rempli avec une aide')).toBeVisible();
  await workshop.showResults();
  const counted = addUp([ballots[1] ?? new Map(), ballots[1] ?? new Map(), ballots[2] ?? new Map()]);
  const totals = await workshop.totals(MOBILITY);
  expect(sorted(new Map([...totals].filter(([, n]) => n > 0)))).toEqual(sorted(counted));
});

test('codes belong to one round, and a round that closes says so', async ({ device, newDevice }) => {
  const { page: facilitating, workshop, codes, panel } = await roomWithCodes(device, 2);
  const [former = '', other = ''] = codes;
  await workshop.endRound();
  await panel.prepare.click();
  const [code = ''] = await panel.make(1);
  expect(codes).not.toContain(code);
  await new AppBar(facilitating).expectSent();

  const page = await (await newDevice()).open('/');
  await page.getByRole('link', { name: 'Ateliers' }).click();
  await page.getByRole('link', { name: ONE_CARD_PLAN.title }).click();
  const tablet = new SharedTablet(page, workshop.address);
  await tablet.lend('Tablette partagée');
  await tablet.expectRefused(code, 'Le tour n’est pas encore ouvert');
  await tablet.expectRefused(other, 'Le tour est clos');
  await workshop.startRound();
  await tablet.expectRefused(former, 'Ce code est celui d’un autre tour');
  await tablet.type(code);
  const [label = ''] = await tablet.ballot.labels();
  await tablet.ballot.place(new Map([[label, 1]]));

  // Closed while someone is choosing: nothing is lost, nothing is validated.
  await workshop.endRound();
  await expect(page.getByText('Le tour vient d’être clos')).toBeVisible();
  await tablet.ballot.expectDots(label, 1);
  await tablet.ballot.review.click();
  await expect(tablet.ballot.cast).toHaveAttribute('aria-disabled', 'true');
  await tablet.abandon.click();
  await page.getByRole('dialog', { name: 'Abandonner ce bulletin' }).getByRole('button', { name: 'Abandonner' }).click();
  await expect(tablet.codeBox).toBeVisible();
  await tablet.expectRefused(code, 'Le tour est clos');
});

test('a ballot that nobody touches leaves the screen, and comes back with its code only', async ({ device }) => {
  const page = await device.open('/');
  await page.clock.install();
  const room = await roomOn(page);
  const [code = '', other = ''] = room.codes;
  const tablet = new SharedTablet(page, room.workshop.address);
  await tablet.lend('Tablette partagée');
  await tablet.type(code);
  const [label = ''] = await tablet.ballot.labels();
  await tablet.ballot.place(new Map([[label, 2]]));
  await new AppBar(page).expectSaved();

  await page.clock.fastForward('02:31');
  await expect(tablet.idleQuestion).toBeVisible();
  await tablet.idleQuestion.getByRole('button', { name: 'Continuer' }).click();
  await expect(tablet.idleQuestion).toBeHidden();
  await tablet.ballot.expectDots(label, 2);

  await page.clock.fastForward('02:31');
  await expect(tablet.idleQuestion).toBeVisible();
  await page.clock.fastForward('00:31');
  await expect(tablet.codeBox).toBeVisible();
  await expect(tablet.idleQuestion).toBeHidden();

  await tablet.type(other);
  await tablet.ballot.expectDots(label, 0);
  await tablet.abandon.click();
  await page.getByRole('dialog', { name: 'Abandonner ce bulletin' }).getByRole('button', { name: 'Abandonner' }).click();
  await page.reload();
  await tablet.type(code);
  await tablet.ballot.expectDots(label, 2);

  async function roomOn(tab: Page): Promise<{ workshop: WorkshopPage; codes: string[] }> {
    const address = await new WorkshopsPage(tab).createWorkshop({ ...ONE_CARD_PLAN, code: LOCK });
    const panel = new CodesPanel(tab, address);
    await panel.prepare.click();
    const codes = await panel.make(2);
    const workshop = new WorkshopPage(tab, address);
    await workshop.startRound();
    return { workshop, codes };
  }
});

test('only the facilitator’s code takes a tablet back, and wrong tries wait', async ({ device, newDevice }) => {
  const page = await device.open('/ateliers');
  await page.clock.install();
  const address = await new WorkshopsPage(page).createWorkshop(ONE_CARD_PLAN);
  const lend = page.getByRole('region', { name: 'Prêter cette tablette' });
  // Without a code, nothing can be lent.
  await expect(lend.getByText('Choisissez d’abord un code')).toBeVisible();
  await expect(lend.getByRole('button', { name: 'Prêter cette tablette' })).toHaveCount(0);
  const field = lend.getByRole('textbox', { name: 'Code de l’animateur' });
  await field.fill('12');
  await lend.getByRole('button', { name: 'Enregistrer le code' }).click();
  await expect(lend.getByText('Il faut au moins 4 chiffres ou lettres.')).toBeVisible();
  await field.fill(LOCK);
  await lend.getByRole('button', { name: 'Enregistrer le code' }).click();
  await new WorkshopPage(page, address).startRound();
  await new AppBar(page).expectSent();

  const tablet = new SharedTablet(page, address);
  await tablet.lend('Tablette d’une seule personne');
  await expect(tablet.ballot.review).toBeVisible();
  await tablet.takeBack('1111');
  await expect(tablet.takeBackAnswer).toHaveText('Ce n’est pas le bon code. Vérifiez-le, puis recommencez.');
  await tablet.takeBack('2222');
  await tablet.takeBack('3333');
  await expect(tablet.takeBackAnswer).toContainText('Attendez 15 secondes');
  await tablet.takeBack(LOCK);
  await expect(tablet.takeBackAnswer).toContainText('Attendez');
  // The wait goes on after a reload.
  await new AppBar(page).expectSaved();
  await page.reload();
  await tablet.takeBack(LOCK);
  await expect(tablet.takeBackAnswer).toContainText('Attendez');

  // The facilitator's device is lost, or the code: another one chooses a new code.
  const other = await (await newDevice()).open('/');
  await other.getByRole('link', { name: 'Ateliers' }).click();
  await other.getByRole('link', { name: ONE_CARD_PLAN.title }).click();
  const elsewhere = other.getByRole('region', { name: 'Prêter cette tablette' });
  await elsewhere.getByText('Changer le code de l’animateur').click();
  await elsewhere.getByRole('textbox', { name: 'Code de l’animateur' }).fill('gare 74');
  await elsewhere.getByRole('button', { name: 'Enregistrer le code' }).click();
  await expect(elsewhere.getByText('Le code est choisi.')).toBeVisible();
  await new AppBar(other).expectSent();

  await new AppBar(page).expectSent();
  await page.clock.fastForward('00:20');
  await tablet.takeBack('GARE74');
  await expect(page.getByRole('heading', { level: 1, name: ONE_CARD_PLAN.title })).toBeVisible();
  await expect(new AppBar(page).navigation).toBeVisible();
});

test('a printed address fills the code box of any device, and goes from the address', async ({ device }) => {
  const { page, workshop, codes } = await roomWithCodes(device, 1);
  const [code = ''] = codes;
  await page.goto(`${workshop.address}/bulletin#code=${code}`);
  const tablet = new SharedTablet(page, workshop.address);
  await expect(tablet.code).toHaveValue(code);
  await expect(page).toHaveURL(new RegExp(`${workshop.address}/bulletin$`));
  await tablet.openBallot.click();
  await tablet.ballot.expectRemaining(3);
});

test('three hundred codes print on thirteen pages', async ({ device }) => {
  const page = await device.open('/ateliers');
  const address = await new WorkshopsPage(page).createWorkshop(ONE_CARD_PLAN);
  const panel = new CodesPanel(page, address);
  await panel.prepare.click();
  const codes = await panel.make(300);
  expect(new Set(codes).size).toBe(300);
  await panel.make(3);
  await page.goto(`${address}/codes`);
  const sheet = new CodeSheet(page);
  await expect(sheet.pages).toHaveCount(13);
  await expect(sheet.slips).toHaveCount(303);
  const printed = await page.pdf({ format: 'A4', preferCSSPageSize: true });
  expect(printed.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(13);
});
