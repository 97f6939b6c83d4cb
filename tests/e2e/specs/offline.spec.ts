import { chromium } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppBar } from '../pages/app-bar.ts';
import { BallotPage } from '../pages/ballot.ts';
import { keepsTheApp } from '../pages/device.ts';
import { WorkshopPage } from '../pages/workshop.ts';
import { WorkshopsPage } from '../pages/workshops.ts';
import { CARDS } from '../support/contract.ts';
import { CHROMIUM, CHROMIUM_ARGUMENTS } from '../support/relay.mjs';
import { castOneCard, dotsAt, openBallot, openedRound } from '../support/stories.ts';
import { expect, test } from '../support/test.ts';

/** The relay is asked again after at most 30 s. */
const RELAY_FOUND_AGAIN_MS = 45_000;

test.describe('after one visit, with no network', () => {
  test('every address opens in a new tab', async ({ device, relay }) => {
    const workshop = await openedRound(device);
    await keepsTheApp(workshop.page);
    await workshop.page.close();
    await relay.stop();
    await device.setOffline(true);

    const headings: [string, string | RegExp][] = [
      ['/', /bien vivre dans votre quartier/],
      ...CARDS.map(({ id, name }): [string, string] => [`/cartes/${id}`, name]),
      ['/ateliers', 'Ateliers'],
      ['/ateliers?nouveau', 'Ateliers'],
      [workshop.address, 'Atelier du gymnase'],
      [`${workshop.address}/bulletin`, CARDS[0].name],
      ['/contrat', /Contrat de Ville/i],
      ['/contrat/orientations/3', /Orientation 3\s: FAVORISER L'ACCES A LA SANTE ET A LA PREVENTION/],
      ['/contrat/actions/12', /Promouvoir des actions/],
      ['/synchronisation', 'Synchronisation'],
      ['/reglages', 'Réglages'],
      ['/nulle-part/du/tout', 'Cette page n’existe pas'],
    ];
    for (const [address, heading] of headings) {
      const page = await device.open(address);
      await expect(page.getByRole('heading', { level: 1, name: heading }), address).toBeVisible();
      await new AppBar(page).expectSaved();
      await page.close();
    }
  });

  test('a tablet that was switched off starts again and votes', async ({ relay }) => {
    const storage = await mkdtemp(join(tmpdir(), 'six-cartes-tablet-'));
    const switchOn = () =>
      chromium.launchPersistentContext(storage, {
        executablePath: CHROMIUM,
        args: CHROMIUM_ARGUMENTS,
        baseURL: relay.url,
        locale: 'fr-FR',
      });
    let tablet = await switchOn();
    try {
      const first = await tablet.newPage();
      await first.goto('/');
      await expect(first.getByRole('region', { name: 'Les six cartes' }).getByRole('link')).toHaveCount(6);
      await keepsTheApp(first);
      await tablet.close();
      await relay.stop();

      tablet = await switchOn();
      const page = await tablet.newPage();
      await page.goto('/cartes/culture');
      await expect(page.getByRole('heading', { level: 1, name: 'Culture' })).toBeVisible();
      await expect(page.getByRole('alert')).toHaveCount(0);
      const bar = new AppBar(page);
      await expect(bar.status).toContainText('Hors connexion');
      await bar.expectSaved();
    } finally {
      await tablet.close();
      await rm(storage, { recursive: true, force: true });
    }
  });
});

test.describe('a dot that shows as saved', () => {
  test('is still there when the tab was closed without a word', async ({ device }) => {
    const workshop = await openedRound(device);
    const ballot = await openBallot(device, workshop);
    const [first = '', second = ''] = await ballot.labels();
    await ballot.place(new Map([[first, 2], [second, 1]]));
    await new AppBar(ballot.page).expectSaved();
    await ballot.page.close({ runBeforeUnload: false });
    await workshop.page.close();

    const again = new BallotPage(await device.open('/'), workshop.address);
    await again.open();
    await again.expectDots(first, 2, 2);
    await again.expectDots(second, 1, 2);
    await again.expectRemaining(0);
  });

  test('is still there when the tab crashed, with no network', async ({ device, relay }) => {
    const workshop = await openedRound(device);
    await keepsTheApp(workshop.page);
    await workshop.page.close();
    await relay.kill();
    const page = await device.open(`${workshop.address}/bulletin`);
    const ballot = new BallotPage(page, workshop.address);
    const [, second = ''] = await ballot.labels();
    await ballot.place(new Map([[second, 1]]));
    await new AppBar(page).expectSaved();
    const crashed = page.waitForEvent('crash');
    const session = await device.context.newCDPSession(page);
    // The page that is asked cannot answer: it is gone.
    void session.send('Page.crash').catch(() => undefined);
    await crashed;
    await page.close();

    const again = new BallotPage(await device.open(`${workshop.address}/bulletin`), workshop.address);
    await again.expectDots(second, 1, 2);
    await again.expectRemaining(2);
  });
});

test.describe('what was done offline is sent without a gesture', () => {
  test('when the network comes back', async ({ device, newDevice, relay }) => {
    const facilitator = await newDevice();
    const workshop = await openedRound(facilitator);
    const ballot = await openBallot(device, workshop);
    await keepsTheApp(ballot.page);
    await device.setOffline(true);
    await relay.stop();
    const bar = new AppBar(ballot.page);
    await expect(bar.status).toContainText('Hors connexion');
    await castOneCard(ballot, [0, 1, 1]);
    await bar.expectToSend();
    await bar.expectSaved();

    await relay.start();
    await device.setOffline(false);
    await bar.expectSent(RELAY_FOUND_AGAIN_MS);
    await expect(workshop.page.getByRole('listitem').filter({ hasText: /^1\sbulletin$/ })).toBeVisible({
      timeout: RELAY_FOUND_AGAIN_MS,
    });
  });

  test('when the relay comes back, also by a tab that was opened in between', async ({ device, newDevice, relay }) => {
    const facilitator = await newDevice();
    const workshop = await openedRound(facilitator);
    const ballot = await openBallot(device, workshop);
    await keepsTheApp(ballot.page);
    await relay.kill();
    await castOneCard(ballot, [2]);
    await new AppBar(ballot.page).expectToSend();
    await ballot.page.close();
    const page = await device.open('/reglages');
    await new AppBar(page).expectToSend();

    await relay.start();
    await new AppBar(page).expectSent(RELAY_FOUND_AGAIN_MS);
    const there = new WorkshopPage(await (await newDevice()).open('/'), workshop.address);
    await expect(there.page.getByRole('link', { name: 'Commencer mon bulletin' })).toBeVisible();
    await there.open();
    await there.expectBallots(1);
  });
});

test('everything else works with no network too', async ({ device, relay }) => {
  await device.visitOnce();
  await relay.stop();
  await device.setOffline(true);
  const page = await device.open('/ateliers');
  const address = await new WorkshopsPage(page).createWorkshop({
    title: 'Atelier sans réseau',
    councils: ['Gaillard'],
    cards: [CARDS[5].name],
    dotsPerBallot: 2,
    dotsPerProposal: 1,
  });
  const workshop = new WorkshopPage(page, address);
  await workshop.startRound();
  const ballot = new BallotPage(workshop.page, workshop.address);
  await ballot.open();
  const dots = dotsAt(await ballot.labels(), [0, 3]);
  await ballot.place(dots);
  await ballot.validate();
  await workshop.open();
  await workshop.endRound();
  await workshop.showResults();
  expect([...(await workshop.totals(CARDS[5].name))]).toEqual([...dots]);
  await new AppBar(workshop.page).expectToSend();
});
