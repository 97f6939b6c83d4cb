import { AppBar } from '../pages/app-bar.ts';
import { keepsTheApp } from '../pages/device.ts';
import { SynchronizationPage } from '../pages/synchronization.ts';
import { WorkshopPage } from '../pages/workshop.ts';
import { CULTURE, MOBILITY } from '../support/contract.ts';
import { addUp, castOneCard, dotsAt, openBallot, openedRound, sorted } from '../support/stories.ts';
import { expect, test } from '../support/test.ts';

const RELAY_FOUND_AGAIN_MS = 45_000;

test('two tablets vote while the relay is down, and agree once it is back', async ({ newDevice, relay }) => {
  const facilitator = await newDevice();
  const workshop = await openedRound(facilitator, {
    title: 'Atelier de la place',
    councils: ['Annemasse', 'Ambilly'],
    cards: [MOBILITY, CULTURE],
  });

  // The second tablet is told live of a round that opens while it looks elsewhere.
  const other = await newDevice();
  const ballots = [await openBallot(facilitator, workshop), await openBallot(other, workshop)] as const;
  for (const ballot of ballots) await keepsTheApp(ballot.page);
  await relay.kill();

  const places = [
    { council: 'Annemasse', [MOBILITY]: [0, 0, 1], [CULTURE]: [3, 4, 5] },
    { council: 'Ambilly', [MOBILITY]: [1, 1, 2], [CULTURE]: [3, 3] },
  ] as const;
  const placed: Record<string, Map<string, number>[]> = { [MOBILITY]: [], [CULTURE]: [] };
  for (const [idx, ballot] of ballots.entries()) {
    const plan = places[idx];
    if (!plan) throw new Error('one plan per ballot');
    await ballot.page.getByRole('radio', { name: plan.council, exact: true }).click();
    for (const card of [MOBILITY, CULTURE] as const) {
      await expect(ballot.page.getByRole('heading', { level: 1, name: card })).toBeVisible();
      const dots = dotsAt(await ballot.labels(), [...plan[card]]);
      await ballot.place(dots);
      placed[card]?.push(dots);
      if (card === MOBILITY) await ballot.nextCard.click();
    }
    await ballot.validate();
    await new AppBar(ballot.page).expectSaved();
    await new AppBar(ballot.page).expectToSend();
  }

  await relay.start();
  const there = new WorkshopPage(await other.open(workshop.address), workshop.address);
  for (const seen of [workshop, there]) {
    await expect(seen.page.getByRole('listitem').filter({ hasText: /^2\sbulletins$/ })).toBeVisible({
      timeout: RELAY_FOUND_AGAIN_MS,
    });
  }

  await workshop.endRound();
  await there.expectStage('Tour clos');
  await workshop.showResults();
  await there.expectStage('Résultats révélés');
  for (const card of [MOBILITY, CULTURE]) {
    const expected = sorted(addUp(placed[card] ?? []));
    for (const seen of [workshop, there]) {
      expect(sorted(await seen.totals(card)), card).toEqual(expected);
    }
  }
  // Ten dots and a missing one: nothing is made up.
  for (const seen of [workshop, there]) {
    const main = seen.page.getByRole('main');
    await expect(main.getByRole('listitem').filter({ hasText: /^2\sbulletins comptés$/ })).toBeVisible();
    await expect(main.getByRole('listitem').filter({ hasText: /^11\sgommettes$/ })).toBeVisible();
  }

  const screens = [];
  for (const device of [facilitator, other]) {
    const page = await device.open('/synchronisation');
    await new AppBar(page).expectSent();
    screens.push(new SynchronizationPage(page));
  }
  const [mine, theirs] = screens;
  if (!mine || !theirs) throw new Error('two screens');
  await expect.poll(() => theirs.readFingerprint()).toBe(await mine.readFingerprint());
});

test('a ballot that arrives after the round was closed elsewhere is late, and kept apart', async ({ newDevice }) => {
  const facilitator = await newDevice();
  const workshop = await openedRound(facilitator);
  const other = await newDevice();
  const ballot = await openBallot(other, workshop);
  await keepsTheApp(ballot.page);
  await other.setOffline(true);
  await workshop.endRound();
  await new AppBar(workshop.page).expectSent();

  const dots = dotsAt(await ballot.labels(), [4, 4, 0]);
  await ballot.place(dots);
  await ballot.validate();
  await other.setOffline(false);
  await new AppBar(ballot.page).expectSent(RELAY_FOUND_AGAIN_MS);

  await expect(workshop.page.getByRole('heading', { name: 'À arbitrer' })).toBeVisible();
  await expect(workshop.page.getByText(/^1\sbulletin tardif$/)).toBeVisible();
  await workshop.showResults();
  expect([...(await workshop.totals(MOBILITY))]).toEqual([]);
  await workshop.page.getByRole('button', { name: 'Compter les bulletins tardifs' }).click();
  await expect(workshop.page.getByRole('listitem').filter({ hasText: /^1\sbulletin compté$/ })).toBeVisible();
  expect(sorted(await workshop.totals(MOBILITY))).toEqual(sorted(dots));
});

test('every tablet is wiped and the relay starts again: the votes are still there', async ({ newDevice, relay }) => {
  const facilitator = await newDevice();
  const workshop = await openedRound(facilitator);
  const other = await newDevice();
  const ballots = [await openBallot(facilitator, workshop), await openBallot(other, workshop)];
  const placed = [];
  for (const ballot of ballots) {
    placed.push(await castOneCard(ballot, [0, 2, 2]));
    await new AppBar(ballot.page).expectSent();
  }
  await facilitator.context.close();
  await other.context.close();
  await relay.kill();
  await relay.start();

  const wiped = await newDevice();
  const found = new WorkshopPage(await wiped.open(workshop.address), workshop.address);
  await found.endRound();
  await found.showResults();
  expect(sorted(await found.totals(MOBILITY))).toEqual(sorted(addUp(placed)));
});
