// A whole day in the room: five tablets, paper, what goes wrong, and a recount of our own.
import { AppBar } from '../pages/app-bar.ts';
import { BallotPage, type Dots } from '../pages/ballot.ts';
import { CodesPanel } from '../pages/codes.ts';
import { keepsTheApp, type Device } from '../pages/device.ts';
import { ProjectionPage } from '../pages/projection.ts';
import { RoomPanels } from '../pages/room.ts';
import { SharedTablet } from '../pages/shared-tablet.ts';
import { SynchronizationPage } from '../pages/synchronization.ts';
import { WorkshopPage } from '../pages/workshop.ts';
import { WorkshopsPage } from '../pages/workshops.ts';
import { MOBILITY } from '../support/contract.ts';
import { addUp, dotsAt, ONE_CARD_PLAN, sorted } from '../support/stories.ts';
import { expect, test } from '../support/test.ts';

const LOCK = '2580';
/** Longest wait, in ms, between two attempts to reach the relay. */
const RELAY_FOUND_AGAIN_MS = 40_000;

/** Places on the card of each ballot that is cast with a code, in turn. */
const PLACES = [
  [0, 0, 1], [0, 1, 2], [2, 2, 3], [4], [0, 4, 4], [], [1, 1, 0], [5, 6, 7],
  [0, 0, 5], [3, 3, 1], [8, 8], [2, 1, 0], [6, 6, 0],
];

/** Waits until a tablet knows the open workshop, then lends it to many. */
async function lent(device: Device, workshop: WorkshopPage): Promise<SharedTablet> {
  const page = await device.open('/');
  await keepsTheApp(page);
  await expect(page.getByRole('link', { name: 'Commencer mon bulletin' })).toBeVisible();
  await page.goto(workshop.address);
  const tablet = new SharedTablet(page, workshop.address);
  await tablet.lend('Tablette partagée');
  await expect(tablet.codeBox).toBeVisible();
  return tablet;
}

test('a day in the room: sixteen ballots, doubles, a late one, paper, a dead tablet, a file, and totals that add up', async ({
  newDevice,
}) => {
  test.setTimeout(420_000);
  const facilitator = await newDevice();
  // Before the network is left: the fifth tablet holds the app and nothing of this workshop.
  const alone = await newDevice();
  await alone.visitOnce();
  await alone.setOffline(true);

  // Prepare.
  const page = await facilitator.open('/ateliers');
  const address = await new WorkshopsPage(page).createWorkshop({ ...ONE_CARD_PLAN, code: LOCK });
  const workshop = new WorkshopPage(page, address);
  const panel = new CodesPanel(page, address);
  await panel.prepare.click();
  const codes = await panel.make(16);
  const room = new RoomPanels(page);
  await room.count(23, { 'Quorum du conseil': 12 });
  const screen = await ProjectionPage.open(facilitator, address);
  await workshop.startRound();
  await new AppBar(page).expectSent();

  // Three shared tablets and a personal one.
  const shared = [
    await lent(await newDevice(), workshop),
    await lent(await newDevice(), workshop),
    await lent(await newDevice(), workshop),
  ];
  const [one, two, three] = shared;
  if (!one || !two || !three) throw new Error('three tablets');
  const personalDevice = await newDevice();
  const personal = new BallotPage(await personalDevice.open('/'), address);
  await expect(personal.page.getByRole('link', { name: 'Commencer mon bulletin' })).toBeVisible();
  await personal.open();
  await keepsTheApp(personal.page);
  const labels = await personal.labels();
  const dots = (places: number[]): Dots => dotsAt(labels, places);

  // Thirteen people vote with codes, one after the other on three tablets.
  const counted = new Map<string, Dots>();
  for (const [turn, places] of PLACES.entries()) {
    const tablet = shared[turn % 3] ?? one;
    const code = codes[turn] ?? '';
    if (await tablet.nextPerson.isVisible()) await tablet.nextPerson.click();
    if (turn === 4) {
      // This tablet dies in the middle of a ballot, and comes back: the code finds its dots.
      await tablet.type(code);
      await tablet.ballot.place(dots(places));
      await new AppBar(tablet.page).expectSaved();
      await tablet.page.goto('about:blank');
      await tablet.page.goto(address);
      await expect(tablet.plainPage).toBeVisible();
      await tablet.page.goto(`${address}/bulletin`);
      await tablet.type(code);
      await tablet.ballot.expectDots(labels[4] ?? '', 2);
      await tablet.ballot.review.click();
      await tablet.ballot.cast.click();
      await expect(tablet.handOver).toBeVisible();
    } else {
      await tablet.cast(code, dots(places));
    }
    counted.set(code, dots(places));
  }

  // One of them changes her mind: the new ballot replaces the former one.
  const changed = codes[0] ?? '';
  await one.nextPerson.click();
  await one.type(changed);
  await one.changeBallot.click();
  await one.ballot.place(dots([7, 7, 8]));
  await one.ballot.review.click();
  await one.ballot.cast.click();
  await expect(one.handOver).toBeVisible();
  counted.set(changed, dots([7, 7, 8]));
  for (const tablet of shared) await new AppBar(tablet.page).expectSent(RELAY_FOUND_AGAIN_MS);

  // Two codes are used on two tablets that do not meet: four ballots, none of which counts yet.
  const doubles: { code: string; first: Dots; second: Dots }[] = [
    { code: codes[13] ?? '', first: dots([0, 0, 0].slice(0, 2)), second: dots([1, 2, 3]) },
    { code: codes[14] ?? '', first: dots([4, 4]), second: dots([5, 5]) },
  ];
  for (const tablet of [one, two]) {
    await tablet.page.context().setOffline(true);
    await tablet.nextPerson.click();
  }
  for (const { code, first, second } of doubles) {
    for (const [tablet, placed] of [[one, first], [two, second]] as const) {
      if (await tablet.nextPerson.isVisible()) await tablet.nextPerson.click();
      await tablet.cast(code, placed);
    }
  }
  // A sixteenth person is on the tablet that never meets the relay: the workshop comes by file.
  const file = await new SynchronizationPage(await facilitator.open('/synchronisation')).exportFile();
  const aloneSync = new SynchronizationPage(await alone.open('/synchronisation'));
  await aloneSync.mergeFile(file);
  const byFile = new BallotPage(await alone.open(`${address}/bulletin`), address);
  const filed = dots([2, 2, 6]);
  await byFile.place(filed);
  await byFile.validate();

  // A personal tablet loses the network; the round is closed meanwhile.
  await personalDevice.setOffline(true);
  const late = dots([3, 0]);
  await personal.place(late);
  for (const tablet of [one, two]) await tablet.page.context().setOffline(false);
  for (const tablet of [one, two]) await new AppBar(tablet.page).expectSent(RELAY_FOUND_AGAIN_MS);
  await aloneSync.page.reload();
  const back = await aloneSync.exportFile();
  const sync = new SynchronizationPage(await facilitator.open('/synchronisation'));
  await sync.mergeFile(back);

  // Nothing of all that is a number on any screen yet.
  await screen.expectCount('18 bulletins sur 23 présents');
  for (const hidden of [page, screen.page]) {
    const text = (await hidden.locator('body').textContent()) ?? '';
    expect(text).not.toMatch(/\d+\s*gommettes?\b(?!\s*(par|pour|au plus|sur))/);
  }

  await workshop.endRound();
  await new AppBar(page).expectSent();
  await screen.expectTitle('Les résultats arrivent');
  await personal.validate();
  await personalDevice.setOffline(false);
  await new AppBar(personal.page).expectSent(RELAY_FOUND_AGAIN_MS);

  // Settle: the first double keeps its second ballot, the other keeps none; the late one counts.
  await expect(page.getByText(/^1\sbulletin tardif$/)).toBeVisible();
  await page.getByRole('button', { name: 'Compter les bulletins tardifs' }).click();
  const double = (code: string) => page.getByRole('region', { name: `Code ${code}` });
  const kept = doubles[0];
  if (!kept) throw new Error('two doubles');
  await double(kept.code).getByRole('button', { name: /^Garder le bulletin 1/ }).click();
  await double(doubles[1]?.code ?? '').getByRole('button', { name: /^N’en garder aucun/ }).click();

  // Six people placed dots on paper.
  const paper = page.getByRole('region', { name: 'Gommettes sur papier' });
  await paper.getByRole('button', { name: 'Saisir un comptage papier' }).click();
  await paper.locator('summary', { hasText: MOBILITY }).click();
  await paper.getByRole('spinbutton', { name: 'Nombre de personnes' }).fill('6');
  const onPaper = new Map([[labels[0] ?? '', 7], [labels[8] ?? '', 9]]);
  for (const [label, n] of onPaper) {
    const field = paper.getByRole('spinbutton', { name: `${labels.indexOf(label) + 1}. ${label}`, exact: true });
    await field.fill(String(n));
    await field.blur();
  }
  await paper.getByRole('button', { name: 'Enregistrer le comptage' }).click();
  await expect(paper.getByText('Le comptage est enregistré.')).toBeVisible();

  // Reveal, and recount by hand. Which of the two ballots is number 1 depends on their
  // random ids: both sums are worked out, and the page must show one of them whole.
  await room.revealCard(MOBILITY);
  await screen.expectTitle(MOBILITY);
  const base = [...counted.values(), filed, late, onPaper];
  const possible = [kept.first, kept.second].map((ballot) => sorted(addUp([...base, ballot])));
  const shown = sorted(await workshop.totals(MOBILITY));
  expect(possible).toContainEqual(shown);

  // The report says the same, and its parts add up.
  await page.getByRole('link', { name: 'Compte rendu' }).first().click();
  await expect(page.getByText('23 personnes, quorum de 12 atteint')).toBeVisible();
  // 13 codes, 1 kept of a double, 1 by file, 1 late; 6 on paper.
  await expect(page.getByText('22 personnes ont participé, sur tablette et sur papier')).toBeVisible();
  const card = page.getByRole('region', { name: MOBILITY, exact: true });
  const rows = await card.locator('tbody tr').evaluateAll((elements) =>
    elements.map((row) => Array.from(row.querySelectorAll('td'), (cell) => cell.textContent ?? '').slice(1).map(Number)),
  );
  const sum = (column: number) => rows.reduce((total, row) => total + (row[column] ?? 0), 0);
  expect(sum(0) + sum(1)).toBe(sum(2));
  expect(sum(1)).toBe(16);
  expect(sum(2)).toBe(shown.reduce((total, [, n]) => total + n, 0));
});
