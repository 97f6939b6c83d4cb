import type { Page } from '@playwright/test';
import { AppBar, NOT_SAVED, SAVED, SAVING } from '../pages/app-bar.ts';
import { BallotPage } from '../pages/ballot.ts';
import { CardPage } from '../pages/card.ts';
import { keepsTheApp } from '../pages/device.ts';
import { SynchronizationPage } from '../pages/synchronization.ts';
import { WorkshopsPage } from '../pages/workshops.ts';
import { contentOf } from '../support/documents.ts';
import {
  liftFault,
  metFaults,
  noteStatuses,
  prepareFaults,
  prepareSilentOpening,
  refuseStorage,
  setFault,
  statusesShown,
  type StoreFault,
} from '../support/store-faults.ts';
import { ONE_CARD_PLAN, openBallot, openedRound } from '../support/stories.ts';
import { expect, test } from '../support/test.ts';

/** The store recovers by itself: it is tried again after at most 10 s. */
const STORE_TRIED_AGAIN_MS = 30_000;
/** A transaction that does not end counts as failed after 10 s. */
const TRANSACTION_LIMIT_MS = 20_000;
const NOTHING_NEW = /^La tablette n’arrive pas à enregistrer\s: rien de nouveau n’est accepté\. .* Attendez un moment, puis réessayez\.$/;
const NOT_CAST = /votre bulletin n’est pas validé\. Vos gommettes restent ici\./;

const FAULTS: StoreFault[] = [
  'transaction-aborts',
  'request-fails',
  'request-aborts',
  'connection-lost',
  'connection-closed',
  'hangs',
];

for (const fault of FAULTS) {
  test(`nothing shows as saved, nothing new is taken in, and nothing is lost when storage fails: ${fault}`, async ({
    device,
    newDevice,
  }) => {
    await prepareFaults(device);
    await noteStatuses(device);
    const page = await device.open('/cartes/culture');
    const bar = new AppBar(page);
    await bar.expectSent();
    await bar.expectSaved();
    const before = (await statusesShown(page)).length;
    await setFault(page, fault);
    const card = new CardPage(page, 'culture');
    await card.propose('Un bal populaire');
    if (fault === 'hangs') await expect(bar.status).toContainText(SAVING);
    await expect(bar.status).toContainText(NOT_SAVED, { timeout: TRANSACTION_LIMIT_MS });
    await expect(page.getByText('Un bal populaire').first()).toBeAttached();

    await card.addComment.click();
    await card.comment.fill('Avec un orchestre.');
    await card.saveComment.click();
    await expect(page.getByRole('alert').filter({ hasText: NOTHING_NEW })).toBeVisible();
    await expect(card.comment).toHaveValue('Avec un orchestre.');
    await card.addProposal.click();
    await card.proposal.fill('Un cinéma');
    await card.saveProposal.click();
    await expect(page.getByRole('alert').filter({ hasText: NOTHING_NEW })).toHaveCount(2);
    await bar.goTo('Ateliers');
    const workshops = new WorkshopsPage(page);
    await workshops.newWorkshop.click();
    await workshops.title.fill(ONE_CARD_PLAN.title);
    await page.getByRole('checkbox', { name: 'Annemasse', exact: true }).check();
    await workshops.create.click();
    await expect(page.getByRole('alert').filter({ hasText: 'rien de nouveau n’est accepté' })).toBeVisible();

    await bar.goTo('Synchronisation');
    const sync = new SynchronizationPage(page);
    const file = await sync.exportFile();
    expect(contentOf(file.bytes).entries).toMatchObject({ proposals: 82, comments: 0 });
    const fingerprint = await sync.readFingerprint();
    // What is not stored is not sent either: the relay never knows more than the tablet.
    const other = await newDevice();
    const there = new SynchronizationPage(await other.open('/synchronisation'));
    await new AppBar(there.page).expectSent();
    expect(await there.readFingerprint()).not.toBe(fingerprint);
    const shown = (await statusesShown(page)).slice(before);
    expect(shown.filter((status) => status.includes(SAVED))).toEqual([]);

    await liftFault(page);
    await expect(bar.status).toContainText(SAVED, { timeout: STORE_TRIED_AGAIN_MS });
    await bar.expectSent();
    await expect(there.fingerprint).toHaveText(fingerprint);
    await page.reload();
    await expect(sync.fingerprint).toHaveText(fingerprint);
  });
}

test('a refused storage is said, never shows as saved, and the file still works', async ({ device }) => {
  await noteStatuses(device);
  await refuseStorage(device);
  const page = await device.open('/');
  const bar = new AppBar(page);
  await bar.expectNotSaved();
  const alert = page.getByRole('alert').filter({ hasText: 'Cette tablette ne peut pas enregistrer.' });
  await expect(alert).toContainText('Ce que vous avez fait reste visible tant que cette page est ouverte.');
  await expect(alert).toContainText(/Avant de fermer, enregistrez un fichier depuis «\sSynchronisation\s»\./);

  await page.getByRole('link', { name: /^Carte 6 Culture/ }).click();
  const card = new CardPage(page, 'culture');
  await card.addProposal.click();
  await card.proposal.fill('Un bal populaire');
  await card.saveProposal.click();
  await expect(page.getByRole('alert').filter({ hasText: NOTHING_NEW })).toBeVisible();
  await expect(card.proposal).toHaveValue('Un bal populaire');
  await bar.goTo('Synchronisation');
  await expect(page.getByText('La tablette n’arrive pas à enregistrer. Ne fermez pas cette page.')).toBeVisible();
  const file = await new SynchronizationPage(page).exportFile();
  expect(contentOf(file.bytes).entries).toMatchObject({ proposals: 81 });

  const shown = await statusesShown(page);
  expect(shown.length).toBeGreaterThan(0);
  for (const status of shown) {
    expect(status).toContain(NOT_SAVED);
    expect(status).not.toContain(SAVED);
  }
});

test('dots stay on a tablet that cannot save, on every page of the same tab, and are not cast', async ({
  device,
  newDevice,
}) => {
  const workshop = await openedRound(await newDevice());
  await refuseStorage(device);
  const ballot = await openBallot(device, workshop);
  const [first = ''] = await ballot.labels();
  await ballot.place(new Map([[first, 2]]));
  await ballot.review.click();
  await ballot.cast.click();
  await expect(ballot.page.getByRole('alert').filter({ hasText: NOT_CAST })).toBeVisible();
  await expect(ballot.done).toBeHidden();
  const bar = new AppBar(ballot.page);
  await bar.expectNotSaved();
  await bar.goTo('Synchronisation');
  await bar.goTo('Accueil');
  await ballot.page.getByRole('link', { name: 'Commencer mon bulletin' }).click();
  await ballot.expectDots(first, 2, 2);
  await workshop.expectBallots(0);
});

test('a ballot waits for a storage that fails: its dots stay, and it is cast afterwards', async ({ device, newDevice }) => {
  const workshop = await openedRound(await newDevice());
  await prepareFaults(device);
  const ballot = await openBallot(device, workshop);
  const bar = new AppBar(ballot.page);
  const [first = '', second = ''] = await ballot.labels();
  await ballot.place(new Map([[first, 1]]));
  await bar.expectSaved();

  await setFault(ballot.page, 'transaction-aborts');
  await ballot.add(second);
  await ballot.expectDots(second, 1, 2);
  await bar.expectNotSaved();
  await ballot.review.click();
  await ballot.cast.click();
  await expect(ballot.page.getByRole('alert').filter({ hasText: NOT_CAST })).toBeVisible();
  await expect(ballot.done).toBeHidden();

  await liftFault(ballot.page);
  await expect(bar.status).toContainText(SAVED, { timeout: STORE_TRIED_AGAIN_MS });
  await workshop.expectBallots(0);
  await ballot.cast.click();
  await expect(ballot.done).toBeVisible();
  await workshop.expectBallots(1);
});

test('a ballot whose writing fails after it was cast is said, and saved once writing works again', async ({
  device,
  newDevice,
}) => {
  const workshop = await openedRound(await newDevice());
  await prepareFaults(device);
  const ballot = await openBallot(device, workshop);
  const bar = new AppBar(ballot.page);
  const [first = ''] = await ballot.labels();
  await ballot.place(new Map([[first, 1]]));
  await bar.expectSaved();
  await ballot.review.click();
  await setFault(ballot.page, 'transaction-aborts');
  await ballot.cast.click();
  await expect(ballot.page.getByRole('alert')).toContainText('Votre bulletin n’est pas encore enregistré.');
  await expect(ballot.done).toBeHidden();
  await workshop.expectBallots(0);

  await liftFault(ballot.page);
  await expect(bar.status).toContainText(SAVED, { timeout: STORE_TRIED_AGAIN_MS });
  await expect(ballot.done).toBeVisible();
  await workshop.expectBallots(1);
  await ballot.page.close();
  const again = await device.open(`${workshop.address}/bulletin`);
  await expect(again.getByRole('heading', { name: /Votre bulletin est validé/ })).toBeVisible();
});

test('a ballot whose draft cannot be read yet waits for it, and does not start another', async ({ device, newDevice }) => {
  const workshop = await openedRound(await newDevice());
  await prepareSilentOpening(device);
  const ballot = await openBallot(device, workshop);
  const [first = ''] = await ballot.labels();
  await ballot.place(new Map([[first, 2]]));
  await new AppBar(ballot.page).expectSaved();
  const { page } = ballot;
  await page.evaluate(() => localStorage.setItem('silent', 'yes'));
  await page.reload();
  await expect(page.getByRole('alert').filter({ hasText: 'La mémoire de la tablette ne répond pas.' })).toContainText(
    'Les gommettes que vous aviez placées ne sont pas perdues.',
  );
  await expect(ballot.proposals).toHaveCount(0);
  await page.evaluate(() => localStorage.removeItem('silent'));
  await expect(ballot.proposal(first)).toBeVisible({ timeout: STORE_TRIED_AGAIN_MS });
  await ballot.expectDots(first, 2, 2);
  await expect(new AppBar(page).status).toContainText(SAVED, { timeout: STORE_TRIED_AGAIN_MS });
  await ballot.validate();
  await workshop.expectBallots(1);
});

test('the browser is asked to keep everything once a ballot is saved, and its answer is shown', async ({ device, newDevice }) => {
  const workshop = await openedRound(await newDevice());
  await prepareFaults(device);
  await device.context.addInitScript(() => {
    // Not on the empty page that a tab starts with.
    if (location.protocol !== 'http:') return;
    Object.assign(window, { nAsked: 0 });
    StorageManager.prototype.persisted = async () => false;
    StorageManager.prototype.persist = async () => {
      (window as unknown as { nAsked: number }).nAsked += 1;
      return true;
    };
  });
  const ballot = await openBallot(device, workshop);
  const { page } = ballot;
  const asked = () => page.evaluate(() => (window as unknown as { nAsked: number }).nAsked);
  const [first = ''] = await ballot.labels();
  await ballot.place(new Map([[first, 1]]));
  await new AppBar(page).expectSaved();
  await ballot.review.click();
  await setFault(page, 'transaction-aborts');
  await ballot.cast.click();
  await new AppBar(page).expectNotSaved();
  expect(await asked()).toBe(0);
  await liftFault(page);
  await expect(ballot.done).toBeVisible({ timeout: STORE_TRIED_AGAIN_MS });
  await expect.poll(asked).toBe(1);
  for (const name of ['Réglages', 'Synchronisation'] as const) {
    await new AppBar(page).goTo(name);
    const words = page.getByRole('main').getByText('La tablette gardera tout, même si elle manque de place.');
    await expect(words).toContainText(/L’application occupe [\d,]+\s[KMG]o sur cette tablette\. Elle peut en occuper [\d,]+\s[KMG]o\./);
  }
});

const WORDS_OF_ANSWER: [answer: string, words: string][] = [
  ['no', 'La tablette n’a rien promis. Enregistrez un fichier à la fin de chaque atelier.'],
  ['none', 'La tablette peut effacer ses données si elle manque de place. Demandez-lui de les garder.'],
];
for (const [answer, words] of WORDS_OF_ANSWER) {
  test(`a browser that says « ${answer} » when it is asked to keep everything is shown as it answers`, async ({ device }) => {
    await device.context.addInitScript((answer) => {
      if (location.protocol !== 'http:') return;
      const reply = async () => {
        if (answer === 'none') throw new TypeError('not here');
        return false;
      };
      Object.assign(StorageManager.prototype, { persisted: reply, persist: reply });
    }, answer);
    const page = await device.open('/reglages');
    const main = page.getByRole('main');
    await expect(main.getByText(words)).toBeVisible();
    await main.getByRole('button', { name: 'Demander à la tablette de tout garder' }).click();
    await expect(main.getByText(words)).toBeVisible();
    await expect(main.getByText('La tablette gardera tout')).toBeHidden();
  });
}

test('a database that is deleted under the app is filled again, with the ballot in progress', async ({
  device,
  newDevice,
  relay,
}) => {
  const workshop = await openedRound(await newDevice());
  const ballot = await openBallot(device, workshop);
  await keepsTheApp(ballot.page);
  const bar = new AppBar(ballot.page);
  const [first = ''] = await ballot.labels();
  await ballot.place(new Map([[first, 2]]));
  await bar.expectSaved();
  // From here on the tablet is on its own: what it keeps comes from its own memory.
  await relay.kill();
  await ballot.page.evaluate(
    () =>
      new Promise<void>((deleted, failed) => {
        const request = indexedDB.deleteDatabase('six-cartes');
        request.onsuccess = () => deleted();
        request.onerror = () => failed(request.error);
        request.onblocked = () => failed(new Error('the app does not let go of its database'));
      }),
  );
  await expect(bar.status).toContainText(SAVED);
  await ballot.page.close();
  const again = new BallotPage(await device.open('/'), workshop.address);
  await again.open();
  await again.expectDots(first, 2, 2);
});

/** Clears the database as the browser does for want of room, or when it is asked to. */
async function clearDatabase(page: Page, origin: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
}

async function expectDatabase(page: Page): Promise<void> {
  // Chromium never answers a question that it was asked while it was clearing.
  const kept = () =>
    page.evaluate(() => {
      const unanswered = new Promise<IDBDatabaseInfo[]>((answer) => setTimeout(answer, 1_000, []));
      return Promise.race([indexedDB.databases(), unanswered]).then((databases) =>
        databases.some((database) => database.name === 'six-cartes'),
      );
    });
  await expect.poll(kept, { timeout: STORE_TRIED_AGAIN_MS }).toBe(true);
}

test('a database that the browser clears under the app is filled again', async ({ device, relay }) => {
  const page = await device.open('/cartes/culture');
  await keepsTheApp(page);
  const bar = new AppBar(page);
  await new CardPage(page, 'culture').propose('Un bal populaire');
  await bar.expectSent();
  await bar.expectSaved();
  await relay.kill();
  await clearDatabase(page, relay.url);
  await expectDatabase(page);
  await bar.expectSaved();
  await page.reload();
  await expect(page.getByText('Un bal populaire').first()).toBeAttached();
});

test('a database that the browser clears under a write is filled again, though nobody asks for that write twice', async ({
  device,
  relay,
}) => {
  await prepareFaults(device);
  const page = await device.open('/cartes/culture');
  await keepsTheApp(page);
  const bar = new AppBar(page);
  await bar.expectSent();
  // The device notes what the relay holds. That write is under way when the browser
  // clears: it may abort before the connection closes, or after.
  await setFault(page, 'entry-stays-open', 1);
  await new CardPage(page, 'culture').propose('Un bal populaire');
  await bar.expectSent();
  await bar.expectSaved();
  await metFaults(page);
  await relay.kill();
  await clearDatabase(page, relay.url);
  await expectDatabase(page);
  await bar.expectSaved();
  await page.reload();
  await expect(page.getByText('Un bal populaire').first()).toBeAttached();
});

test('a database that another page keeps busy is said, and taken up once it is free', async ({ device }) => {
  const busy = await device.context.newPage();
  await busy.goto('/healthz');
  await busy.evaluate(
    () =>
      new Promise<void>((opened, failed) => {
        const request = indexedDB.open('six-cartes', 1);
        request.onupgradeneeded = () => {
          request.result.createObjectStore('chunks');
          request.result.createObjectStore('device');
        };
        request.onerror = () => failed(request.error);
        request.onsuccess = () => {
          Object.assign(window, { held: request.result });
          // It waits for the connection above, and everybody else waits for it.
          indexedDB.deleteDatabase('six-cartes').onblocked = () => opened();
        };
      }),
  );
  const page = await device.open('/cartes/culture');
  const bar = new AppBar(page);
  await expect(bar.status).toContainText(NOT_SAVED);
  await expect(page.getByRole('alert').filter({ hasText: 'La mémoire de la tablette ne répond pas.' })).toBeVisible();
  await busy.evaluate(() => (window as unknown as { held: IDBDatabase }).held.close());
  await expect(bar.status).toContainText(SAVED, { timeout: STORE_TRIED_AGAIN_MS });
  await new CardPage(page, 'culture').propose('Un bal populaire');
  await bar.expectSaved();
  await page.reload();
  await expect(page.getByText('Un bal populaire').first()).toBeAttached();
});

test('a write that fails once is tried again at once', async ({ device }) => {
  await prepareFaults(device);
  const page = await device.open('/cartes/education');
  const bar = new AppBar(page);
  await bar.expectSent();
  const card = new CardPage(page, 'education');
  await setFault(page, 'request-aborts', 1);
  await card.propose('Un coin lecture');
  await bar.expectSaved();
  await setFault(page, 'request-aborts', 6);
  await card.propose('Un coin musique');
  await bar.expectNotSaved();
  await expect(bar.status).toContainText(SAVED, { timeout: STORE_TRIED_AGAIN_MS });
  await page.reload();
  await expect(page.getByText('Un coin lecture').first()).toBeAttached();
  await expect(page.getByText('Un coin musique').first()).toBeAttached();
});

test('a browser that runs out of room says so, and recovers when it is given more', async ({ newDevice, relay }) => {
  // Without the service worker, whose files would fill the small room at once.
  const device = await newDevice({ serviceWorkers: 'block' });
  const page = await device.open('/cartes/culture');
  const bar = new AppBar(page);
  await bar.expectSent();
  const usage = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  await page.close();

  // The override lasts as long as the session. Chromium looks at the room that is left
  // only when what it last found is used up: a fresh page, and enough to fill it.
  const full = await device.context.newPage();
  const session = await device.context.newCDPSession(full);
  const quotaSize = usage + 30_000;
  await session.send('Storage.overrideQuotaForOrigin', { origin: relay.url, quotaSize });
  await full.goto('/cartes/culture');
  const card = new CardPage(full, 'culture');
  const fullBar = new AppBar(full);
  const remark = (idx: number) =>
    Array.from({ length: 150 }, (_, word) => ((idx * 7919 + word * 104_729) % 1_679_616).toString(36)).join(' ');
  let written = 0;
  const isFull = async () => (await fullBar.status.innerText()).includes(NOT_SAVED);
  await expect(async () => {
    if (await isFull()) return;
    await card.addComment.click();
    await card.comment.fill(remark(written));
    await card.saveComment.click();
    // Taken in, or refused because the room was used up a moment ago.
    await expect.poll(async () => (await card.comment.isHidden()) || (await isFull())).toBe(true);
    if (await card.comment.isHidden()) written += 1;
    expect(await isFull()).toBe(true);
  }).toPass({ timeout: 45_000, intervals: [50] });

  await session.send('Storage.overrideQuotaForOrigin', { origin: relay.url });
  await expect(fullBar.status).toContainText(SAVED, { timeout: STORE_TRIED_AGAIN_MS });
  await full.reload();
  await expect(full.getByText(remark(written - 1))).toBeVisible();
});

test('a text that is too long is refused with its limit, and is still there to shorten', async ({ device }) => {
  const page = await device.open('/cartes/culture');
  const card = new CardPage(page, 'culture');
  const limit = 300;
  await card.addProposal.click();
  await card.proposal.fill('é'.repeat(limit + 5));
  await expect(page.getByText(`${limit + 5} sur ${limit} caractères`)).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: '5 caractères de trop' })).toBeAttached();
  await card.saveProposal.click();
  const alert = page.getByRole('alert').filter({ hasText: 'caractères' });
  await expect(alert).toHaveText(`Ce texte a ${limit + 5} caractères. Il en faut ${limit} au plus.`);
  await expect(card.proposal).toHaveAttribute('aria-invalid', 'true');
  await expect(card.proposal).toHaveAccessibleDescription(/Il en faut 300 au plus/);
  await expect(card.proposal).toHaveValue('é'.repeat(limit + 5));

  await card.proposal.fill('   ');
  await card.saveProposal.click();
  await expect(page.getByRole('alert').filter({ hasText: 'Écrivez quelque chose ici.' })).toBeVisible();

  await card.proposal.fill('é'.repeat(limit));
  await card.saveProposal.click();
  await expect(page.getByRole('status').filter({ hasText: 'La proposition est ajoutée' })).toBeVisible();
  await expect(page.getByText('é'.repeat(limit)).first()).toBeAttached();
});
