import * as Automerge from '@automerge/automerge';
import type { Page } from '@playwright/test';
import { AppBar } from '../pages/app-bar.ts';
import { CardPage } from '../pages/card.ts';
import { keepsTheApp } from '../pages/device.ts';
import { HomePage } from '../pages/home.ts';
import { SynchronizationPage } from '../pages/synchronization.ts';
import { WorkshopPage } from '../pages/workshop.ts';
import { MOBILITY } from '../support/contract.ts';
import { contentOf } from '../support/documents.ts';
import { Relay } from '../support/relay.mjs';
import { castOneCard, fingerprintOf, openBallot, openedRound, sorted } from '../support/stories.ts';
import { chunkKeys } from '../support/tabs.ts';
import { expect, test } from '../support/test.ts';

/** The relay is asked again after at most 30 s. */
const RELAY_FOUND_AGAIN_MS = 45_000;

/** Every field of the document, and nothing else. */
const FIELDS = [
  'actions',
  'arbitrations',
  'ballots',
  'cards',
  'comments',
  'contract',
  'difficulties',
  'paper_counts',
  'proposals',
  'rounds',
  'schema',
  'statements',
  'workshops',
];

/** What the device keeps for itself, by key. */
async function deviceEntries(page: Page): Promise<Record<string, string>> {
  return page.evaluate(
    () =>
      new Promise<Record<string, string>>((found, failed) => {
        const request = indexedDB.open('six-cartes');
        request.onerror = () => failed(request.error);
        request.onsuccess = () => {
          const entries: Record<string, string> = {};
          const cursor = request.result.transaction('device').objectStore('device').openCursor();
          cursor.onerror = () => failed(cursor.error);
          cursor.onsuccess = () => {
            if (cursor.result) {
              entries[String(cursor.result.key)] = String(cursor.result.value);
              cursor.result.continue();
            } else {
              request.result.close();
              found(entries);
            }
          };
        };
      }),
  );
}

test('the file holds the document, and nothing of the device', async ({ device }) => {
  const workshop = await openedRound(device);
  const home = new HomePage(await device.open('/'));
  await home.councils.getByRole('radio', { name: 'Gaillard', exact: true }).check({ force: true });
  const ballot = await openBallot(device, workshop);
  const [first = ''] = await ballot.labels();
  await ballot.place(new Map([[first, 2]]));
  await new AppBar(ballot.page).expectSaved();
  const sync = new SynchronizationPage(await device.open('/synchronisation'));
  const { bytes } = await sync.exportFile();
  const kept = await deviceEntries(sync.page);
  const draft = Object.entries(kept).find(([key]) => key.startsWith('draft/'))?.[1] ?? '{}';
  const { voter, dots } = JSON.parse(draft) as { voter: string; dots: Record<string, number> };
  expect(voter).toMatch(/^[0-9a-zA-Z-]{16,}$/);
  expect(Object.values(dots)).toEqual([2]);
  expect(kept.device).toContain('gaillard');

  const document = Automerge.load<Record<string, unknown>>(bytes);
  const text = JSON.stringify(Automerge.toJS(document), (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  expect(text).not.toContain(voter);
  for (const word of ['draft', 'relay-heads', 'display', 'six-cartes-']) expect(text).not.toContain(word);
  expect(contentOf(bytes).entries).toMatchObject({ ballots: 0 });
  expect(Object.keys(Automerge.toJS(document)).sort()).toEqual(FIELDS);
});

test('a closed round offers a file, and the file gives a blank tablet the same results and fingerprint', async ({ newDevice, relay }) => {
  const one = await newDevice();
  const workshop = await openedRound(one);
  const dots = await castOneCard(await openBallot(one, workshop), [0, 0, 5]);
  const seen = new WorkshopPage(await (await newDevice()).open(workshop.address), workshop.address);
  await seen.expectStage('Tour ouvert');
  const offer = (page: Page) => page.getByText('Gardez un fichier de secours');
  await expect(offer(workshop.page)).toBeHidden();
  const early = (await new SynchronizationPage(await one.open('/synchronisation')).exportFile()).bytes;
  await workshop.endRound();
  await expect(offer(workshop.page)).toBeVisible();
  // On each device, not only where the round was closed.
  await expect(offer(seen.page)).toBeVisible();
  await workshop.showResults();
  const downloading = workshop.page.waitForEvent('download');
  await workshop.page.getByRole('button', { name: 'Enregistrer un fichier' }).click();
  await expect(workshop.page.getByText('Le fichier est prêt dans les téléchargements de cette tablette.')).toBeVisible();
  const path = await (await downloading).path();
  const fingerprint = await fingerprintOf(one);
  await relay.kill();

  const elsewhere = await Relay.start();
  try {
    const blank = await newDevice({ baseURL: elsewhere.url });
    const to = new SynchronizationPage(await blank.open('/synchronisation'));
    await to.file.setInputFiles(path);
    expect(await to.agree()).toMatch(/^Fusion réussie/);
    await expect(to.fingerprint).toHaveText(fingerprint);
    const there = new WorkshopPage(await blank.open(workshop.address), workshop.address);
    expect(sorted(await there.totals(MOBILITY))).toEqual(sorted(dots));

    // An older file of the same workshop brings nothing back.
    const said = await to.mergeFile({ name: 'early.automerge', bytes: early });
    expect(said).toContain('Ce fichier n’apporte rien de nouveau.');
    await expect(to.fingerprint).toHaveText(fingerprint);
    await there.expectStage('Résultats révélés');
  } finally {
    await elsewhere.dispose();
  }
});

test('a tablet is erased only once what it alone holds is in a file, and starts blank in every tab', async ({ device, newDevice, relay }) => {
  const page = await device.open('/cartes/culture');
  const bar = new AppBar(page);
  await bar.expectSent();
  await keepsTheApp(page);
  const home = new HomePage(await device.open('/'));
  await home.councils.getByRole('radio', { name: 'Gaillard', exact: true }).check({ force: true });
  await relay.kill();
  await new CardPage(page, 'culture').propose('Un bal populaire');
  await bar.expectToSend();
  await bar.goTo('Réglages');
  await page.getByRole('button', { name: 'Effacer cette tablette' }).click();
  const question = page.getByRole('dialog', { name: 'Effacer cette tablette' });
  await expect(question.getByText(/^1\smodification n’est que sur cette tablette\./)).toBeVisible();
  const erase = question.getByRole('button', { name: 'Tout effacer' });
  await expect(erase).toHaveAttribute('aria-disabled', 'true');
  await erase.click({ force: true });
  await expect(question).toBeVisible();
  expect((await chunkKeys(page)).length).toBeGreaterThan(0);

  const downloading = page.waitForEvent('download');
  await question.getByRole('button', { name: 'Enregistrer un fichier' }).click();
  const path = await (await downloading).path();
  await erase.click();
  await expect(page).toHaveURL(/\/$/);
  await expect(new HomePage(page).councils).toBeVisible();
  await expect(home.councils.getByRole('radio', { name: 'Gaillard', exact: true })).not.toBeChecked();
  await expect(home.page).toHaveURL(/\/$/);
  expect(await deviceEntries(page)).not.toHaveProperty('device');

  const restored = new SynchronizationPage(await device.open('/synchronisation'));
  await restored.file.setInputFiles(path);
  expect(await restored.agree()).toMatch(/^Fusion réussie/);
  await relay.start();
  await new AppBar(restored.page).expectSent(RELAY_FOUND_AGAIN_MS);
  const there = await (await newDevice()).open('/cartes/culture');
  await expect(there.getByText('Un bal populaire').first()).toBeAttached();
});
