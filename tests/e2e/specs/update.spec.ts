import type { Locator, Page } from '@playwright/test';
import { rm } from 'node:fs/promises';
import { AppBar } from '../pages/app-bar.ts';
import { BallotPage } from '../pages/ballot.ts';
import { CardPage } from '../pages/card.ts';
import { type Device, keepsTheApp } from '../pages/device.ts';
import { buildOf, copyOfApp, lookForUpdate, makeBuild } from '../support/builds.ts';
import { Relay } from '../support/relay.mjs';
import { setVisible } from '../support/tabs.ts';
import { liftFault, prepareFaults, setFault } from '../support/store-faults.ts';
import { openBallot, openedRound } from '../support/stories.ts';
import { expect, test as base } from '../support/test.ts';

/** The store recovers by itself: it is tried again after at most 10 s. */
const STORE_TRIED_AGAIN_MS = 30_000;
const NEWER = 'newer';

/** Serves a build of its own, and then a newer one. */
const test = base.extend<{ deploy: () => Promise<void> }>({
  relay: async ({}, use) => {
    const folder = await copyOfApp();
    const relay = await Relay.start(folder);
    await use(relay);
    await relay.dispose();
    await rm(folder, { recursive: true, force: true });
  },
  deploy: async ({ relay }, use) => {
    await use(async () => {
      await relay.stop();
      await makeBuild(relay.app, NEWER);
      await relay.start();
    });
  },
});

const prompt = (page: Page): Locator =>
  page.getByRole('complementary', { name: 'Messages de l’application' }).getByText('Une nouvelle version est prête');

const button = (page: Page, name: 'Plus tard' | 'Mettre à jour maintenant'): Locator => page.getByRole('button', { name });

/** Counts how often the pages of a device are loaded. */
async function countLoads(device: Device): Promise<(page: Page) => Promise<number>> {
  await device.context.addInitScript(() => {
    // Not on the empty page that a tab starts with.
    if (location.protocol !== 'http:') return;
    sessionStorage.setItem('loads', String(Number(sessionStorage.getItem('loads') ?? 0) + 1));
  });
  return (page) => page.evaluate(() => Number(sessionStorage.getItem('loads')));
}

test('a newer version waits for a word, on every page, and can be put off', async ({ device, deploy }) => {
  const loads = await countLoads(device);
  const page = await device.open('/contrat');
  await keepsTheApp(page);
  await page.reload();
  await deploy();
  // A page that stays open for weeks looks when it shows again.
  await setVisible(page, false);
  await setVisible(page, true);
  const bar = new AppBar(page);
  for (const name of ['Accueil', 'Ateliers', 'Contrat', 'Réglages', 'Synchronisation'] as const) {
    await bar.goTo(name);
    await expect(prompt(page), name).toBeVisible();
  }
  expect(await buildOf(page)).toBe('');
  await button(page, 'Plus tard').click();
  await expect(prompt(page)).toBeHidden();
  await bar.goTo('Accueil');
  await expect(prompt(page)).toBeHidden();
  await page.reload();
  await expect(bar.title).toBeVisible();
  await lookForUpdate(page);
  await expect(prompt(page)).toBeHidden();
  expect(await buildOf(page)).toBe('');

  await bar.goTo('Réglages');
  const before = await loads(page);
  await button(page, 'Mettre à jour maintenant').click();
  await expect.poll(() => buildOf(page).catch(() => '')).toBe(NEWER);
  await expect(bar.title).toBeVisible();
  await expect(page.getByText('Une nouvelle version est prête')).toHaveCount(0);
  expect(await loads(page)).toBe(before + 1);
});

test('a newer version shows nothing over a ballot that is being filled, and takes nothing from it', async ({ device, newDevice, deploy }) => {
  const workshop = await openedRound(await newDevice());
  const loads = await countLoads(device);
  const ballot = await openBallot(device, workshop);
  const { page } = ballot;
  await keepsTheApp(page);
  await page.reload();
  await expect(ballot.review).toBeVisible();
  const [first = ''] = await ballot.labels();
  await ballot.place(new Map([[first, 2]]));
  await new AppBar(page).expectSaved();
  const [before, html] = [await loads(page), await page.getByRole('main').innerHTML()];
  await deploy();
  await lookForUpdate(page);
  // It is there: another page of the same tablet says so.
  const other = await device.open('/');
  await expect(prompt(other)).toBeVisible();
  await expect(page.getByText('Une nouvelle version est prête')).toHaveCount(0);
  expect(await page.getByRole('main').innerHTML()).toBe(html);
  await ballot.validate();
  await expect(page.getByText('Une nouvelle version est prête')).toHaveCount(0);
  expect(await loads(page)).toBe(before);
  await new AppBar(page).goTo('Accueil');
  await expect(prompt(page)).toBeVisible();
});

test('a tab that takes the newer version does not reload the ballot of another tab', async ({ device, newDevice, deploy }) => {
  const facilitator = await newDevice();
  const workshop = await openedRound(facilitator);
  const ballot = await openBallot(device, workshop);
  const loads = await countLoads(device);
  await keepsTheApp(ballot.page);
  await ballot.page.reload();
  await expect(ballot.review).toBeVisible();
  const [first = '', second = ''] = await ballot.labels();
  await ballot.place(new Map([[first, 2]]));
  const before = await loads(ballot.page);
  await deploy();
  await lookForUpdate(ballot.page);
  const other = await device.open('/');
  await button(other, 'Mettre à jour maintenant').click();
  await expect.poll(() => buildOf(other).catch(() => '')).toBe(NEWER);
  await expect(new AppBar(other).title).toBeVisible();

  await ballot.place(new Map([[second, 1]]));
  expect([await buildOf(ballot.page), await loads(ballot.page)]).toEqual(['', before]);
  await ballot.validate();
  await new AppBar(ballot.page).expectSaved();
  expect(await buildOf(ballot.page)).toBe('');
  await new AppBar(ballot.page).goTo('Accueil');
  await expect.poll(() => buildOf(ballot.page).catch(() => '')).toBe(NEWER);
  await expect(new AppBar(ballot.page).title).toBeVisible();
  expect(await loads(ballot.page)).toBe(before + 1);
  const again = new BallotPage(ballot.page, workshop.address);
  await ballot.page.goto(again.address);
  await expect(again.done).toBeVisible();
  await expect(workshop.page.getByRole('listitem').filter({ hasText: /^1\sbulletin$/ })).toBeVisible({ timeout: STORE_TRIED_AGAIN_MS });
});

test('an update that was accepted waits until everything is saved, and then loses nothing', async ({ device, deploy }) => {
  await prepareFaults(device);
  const loads = await countLoads(device);
  const page = await device.open('/cartes/culture');
  await keepsTheApp(page);
  await page.reload();
  const bar = new AppBar(page);
  await deploy();
  await lookForUpdate(page);
  await expect(prompt(page)).toBeVisible();
  await setFault(page, 'transaction-aborts');
  await new CardPage(page, 'culture').propose('Un bal populaire');
  await bar.expectNotSaved();
  const before = await loads(page);
  await button(page, 'Mettre à jour maintenant').click();
  await expect(page.getByText('La mise à jour commencera dès que tout sera enregistré.')).toBeVisible();
  await bar.expectNotSaved();
  expect([await buildOf(page), await loads(page)]).toEqual(['', before]);
  await liftFault(page);
  await expect.poll(() => buildOf(page).catch(() => ''), { timeout: STORE_TRIED_AGAIN_MS }).toBe(NEWER);
  await expect(page.getByText('Un bal populaire').first()).toBeAttached();
  await bar.expectSaved();
  expect(await loads(page)).toBe(before + 1);
});
