import { AppBar, NOT_SAVED } from '../pages/app-bar.ts';
import { BallotPage } from '../pages/ballot.ts';
import { keepsTheApp } from '../pages/device.ts';
import { ProjectionPage } from '../pages/projection.ts';
import { RoomPanels } from '../pages/room.ts';
import { WorkshopPage } from '../pages/workshop.ts';
import { WorkshopsPage } from '../pages/workshops.ts';
import { CULTURE, MOBILITY } from '../support/contract.ts';
import { readCode } from '../support/qr.ts';
import { prepareFaults, setFault } from '../support/store-faults.ts';
import { accessibilityTree, castOneCard, dotsAt, openBallot, openedRound, sorted } from '../support/stories.ts';
import { expect, test } from '../support/test.ts';

const PLAN = { title: 'Atelier du gymnase', councils: ['Annemasse', 'Gaillard'], cards: [MOBILITY, CULTURE] } as const;
const plan = () => ({ ...PLAN, councils: [...PLAN.councils], cards: [...PLAN.cards] });
/** A projector that joins late is told within a few seconds. */
const TOLD_AGAIN_MS = 20_000;

test('a second window follows live while there is no relay', async ({ device, relay }) => {
  const page = await device.open('/ateliers');
  const workshop = new WorkshopPage(page, await new WorkshopsPage(page).createWorkshop(plan()));
  const room = new RoomPanels(page);
  const screen = await ProjectionPage.open(device, workshop.address);
  await test.step('people come in', async () => {
    await screen.expectTitle('Atelier du gymnase');
    for (const council of PLAN.councils) await expect(screen.page.getByText(council, { exact: true })).toBeVisible();
    const address = `${relay.url}${workshop.address}/bulletin`;
    for (const code of [screen.code, room.code]) expect(await readCode(code)).toBe(address);
    await expect(screen.page.getByText(relay.url, { exact: true })).toBeVisible();
    await expect(screen.page.getByRole('banner')).toHaveCount(0);
  });
  await room.count(3, { 'Quorum du conseil': 2 });
  await expect(room.attendance.getByText('Quorum de 2 atteint.')).toBeVisible();
  // A tablet that came in by the code waits, and its ballot opens by itself.
  const ballot = new BallotPage(await device.open(`${workshop.address}/bulletin`), workshop.address);
  await expect(ballot.page.getByRole('heading', { level: 1, name: 'Aucun tour n’est ouvert' })).toBeVisible();
  await keepsTheApp(page);
  await relay.kill();
  await expect(room.join.getByText(/De nouvelles tablettes pourront entrer/)).toBeVisible({ timeout: 30_000 });

  await workshop.startRound();
  await screen.expectTitle('Le tour est ouvert');
  await screen.expectCount('0 bulletin sur 3 présents');
  await room.startTimer(5);
  await screen.expectTimer(/^(5:00|4:5\d)$/);
  await room.timer.getByRole('button', { name: 'Une minute de plus' }).click();
  await screen.expectTimer(/^(6:00|5:\d\d)$/);
  await room.timer.getByRole('button', { name: 'Suspendre le minuteur' }).click();
  await expect(screen.page.getByText('Minuteur suspendu')).toBeVisible();
  await screen.page.reload();
  await expect(screen.page.getByText('Minuteur suspendu')).toBeVisible();

  await expect(ballot.review).toBeVisible();
  await ballot.page.getByRole('radio', { name: 'Gaillard', exact: true }).click();
  const labels = await ballot.labels();
  const dots = dotsAt(labels, [1, 1, 0]);
  await ballot.place(dots);
  await ballot.validate();
  await screen.expectCount('1 bulletin sur 3 présents');
  await expect(page.getByRole('listitem').filter({ hasText: /^1 bulletin sur 3 présents$/ })).toBeVisible();

  await workshop.endRound();
  await screen.expectTitle('Les résultats arrivent');
  const hidden = await screen.page.content();
  for (const label of labels) expect(hidden).not.toContain(label);

  await room.revealCard(MOBILITY);
  await screen.expectTitle(MOBILITY);
  await expect(screen.page.getByText('Carte 1 sur 2 · 1 bulletin')).toBeVisible();
  expect(sorted(await screen.totals())).toEqual(sorted(dots));
  expect(await screen.page.content()).not.toContain(CULTURE);
  await expect(workshop.results).toBeVisible();
  await room.revealCard(CULTURE);
  await screen.expectTitle(CULTURE);
  await room.screen.getByRole('button', { name: 'Carte précédente' }).click();
  await screen.expectTitle(MOBILITY);
});

test('a card that cannot be revealed does not take the screen of the room', async ({ device }) => {
  await prepareFaults(device);
  const page = await device.open('/ateliers');
  const workshop = new WorkshopPage(page, await new WorkshopsPage(page).createWorkshop(plan()));
  const room = new RoomPanels(page);
  await workshop.startRound();
  await workshop.endRound();
  await room.revealCard(MOBILITY);
  const screen = await ProjectionPage.open(device, workshop.address);
  await screen.expectTitle(MOBILITY);

  await setFault(page, 'transaction-aborts');
  await room.count(3);
  await expect(new AppBar(page).status).toContainText(NOT_SAVED);
  await room.screen.getByRole('button', { name: `Révéler « ${CULTURE} »` }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'rien de nouveau n’est accepté' })).toBeVisible();
  await room.expectOnStage(MOBILITY);
  await screen.expectTitle(MOBILITY);
});

test('a projector of its own follows through the relay, and is told nothing that is hidden', async ({ newDevice }) => {
  const facilitator = await newDevice();
  const workshop = await openedRound(facilitator, plan());
  const room = new RoomPanels(workshop.page);
  const projector = await newDevice();
  const screen = await ProjectionPage.open(projector, workshop.address);
  await screen.expectTitle('Le tour est ouvert');
  await screen.expectCount('0 bulletin');
  const told = async () => {
    const texts = [await screen.page.locator('body').innerText(), await accessibilityTree(screen.page), await screen.page.content()];
    return texts.map((text) => text.replaceAll('<!---->', '').replace(/\d+ bulletins?/gu, 'N bulletins'));
  };
  const before = await told();

  const voter = await newDevice();
  const ballot = await openBallot(voter, workshop);
  await ballot.page.getByRole('radio', { name: 'Annemasse', exact: true }).click();
  const labels = await ballot.labels();
  await castOneCard(ballot, [2, 2, 0]);
  await screen.expectCount('1 bulletin');
  expect(await told()).toEqual(before);

  await room.startTimer(3);
  await screen.expectTimer(/^(3:00|2:5\d)$/);
  const late = await ProjectionPage.open(await newDevice(), workshop.address);
  await expect(late.timer.getByText(/^2:\d\d$/)).toBeVisible({ timeout: TOLD_AGAIN_MS });
  await room.timer.getByRole('button', { name: 'Arrêter le minuteur' }).click();
  for (const seen of [screen, late]) await expect(seen.timer).toBeHidden();
  await workshop.page.getByRole('button', { name: 'Suspendre le tour' }).click();
  await screen.expectTitle('Le tour est en pause');
  await workshop.page.getByRole('button', { name: 'Reprendre le tour' }).click();

  await workshop.endRound();
  for (const seen of [screen, late]) {
    await seen.expectTitle('Les résultats arrivent');
    for (const text of [await seen.page.locator('body').innerHTML(), await accessibilityTree(seen.page)]) {
      for (const label of labels) expect(text).not.toContain(label);
      expect(text).not.toMatch(/\d\s*gommette/u);
    }
  }
  await room.revealCard(MOBILITY);
  await room.revealCard(CULTURE);
  for (const seen of [screen, late]) await seen.expectTitle(CULTURE);
  await room.screen.getByRole('button', { name: `Montrer « ${MOBILITY} »` }).click();
  for (const seen of [screen, late]) await seen.expectTitle(MOBILITY);
  // A projector that starts again shows the card that was chosen.
  await screen.page.reload();
  await screen.expectTitle(MOBILITY);
});

test('the end of the timer is said, and closes nothing', async ({ device }) => {
  const workshop = await openedRound(device);
  const room = new RoomPanels(workshop.page);
  const screen = await ProjectionPage.open(device, workshop.address);
  await room.startTimer(1);
  await workshop.page.reload();
  await expect(room.timer.getByText(/^0:5\d$/)).toBeVisible();
  await room.timer.getByRole('button', { name: 'Une minute de moins' }).click();
  for (const page of [workshop.page, screen.page]) {
    await expect(page.getByRole('status').filter({ hasText: 'Le temps est écoulé' })).toBeVisible();
  }
  await workshop.expectStage('Tour ouvert');
  await room.timer.getByRole('button', { name: 'Son activé' }).click();
  await expect(room.timer.getByRole('button', { name: 'Son coupé' })).toBeVisible();
  await room.timer.getByRole('button', { name: 'Arrêter le minuteur' }).click();
  await expect(screen.timer).toBeHidden();
});

test('two devices that counted apart show both numbers, until a person counts again', async ({ newDevice }) => {
  const facilitator = await newDevice();
  const workshop = await openedRound(facilitator);
  const other = await newDevice();
  const there = new WorkshopPage(await other.open(workshop.address), workshop.address);
  await there.expectStage('Tour ouvert');
  const rooms = [new RoomPanels(workshop.page), new RoomPanels(there.page)] as const;
  await other.setOffline(true);
  await rooms[0].count(16);
  await rooms[1].count(17, { 'Collège des habitants': 12, 'Collège des associations et acteurs locaux': 5 });
  await other.setOffline(false);
  await new AppBar(there.page).expectSent(45_000);
  for (const room of rooms) {
    await expect(room.attendance.getByText(/^16 présents$/)).toBeVisible();
    await expect(room.attendance.getByText(/^17 présents\s: 12 habitants, 5 pour/)).toBeVisible();
    await expect(room.attendance.getByText('Deux tablettes ont compté chacune de son côté.', { exact: false })).toBeVisible();
  }
  await workshop.expectBallots(0);
  await rooms[0].count(17);
  for (const room of rooms) await expect(room.attendance.getByText(/^16 présents$/)).toBeHidden();
  await expect(there.page.getByRole('listitem').filter({ hasText: /^0 bulletin sur 17 présents$/ })).toBeVisible();
});

test('where the relay asks for invitations, the code lets a tablet in as a councillor', async ({ newDevice, relay }) => {
  const own = await relay.invite('facilitator');
  const facilitator = await newDevice();
  await (await facilitator.open(own.url)).close();
  const page = await facilitator.open('/ateliers');
  const workshop = new WorkshopPage(page, await new WorkshopsPage(page).createWorkshop(plan()));
  const room = new RoomPanels(page);
  await expect(room.code).toBeVisible();
  const scanned = (await readCode(room.code)) ?? '';
  expect(scanned).toMatch(new RegExp(`^${relay.url}${workshop.address}/bulletin#invitation=\\w+\\.`));
  expect(scanned).not.toContain(own.id);
  // The same code for every page of the facilitator's device.
  const screen = await ProjectionPage.open(facilitator, workshop.address);
  expect(await readCode(screen.code)).toBe(scanned);
  expect(await screen.page.content()).not.toContain(own.id);

  const tablet = await newDevice();
  const ballot = new BallotPage(await tablet.open(scanned), workshop.address);
  await expect(ballot.page.getByRole('heading', { level: 1, name: 'Aucun tour n’est ouvert' })).toBeVisible();
  expect(ballot.page.url()).not.toContain('invitation');
  await workshop.startRound();
  await expect(ballot.review).toBeVisible();
  const theirs = await tablet.open(workshop.address);
  await expect(theirs.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(theirs.getByRole('button', { name: 'Clore le tour' })).toBeHidden();
  await expect(theirs.getByRole('region', { name: 'Faire entrer des tablettes' })).toBeHidden();
});
