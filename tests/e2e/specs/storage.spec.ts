import type { Page } from '@playwright/test';
import { AppBar, NOT_SAVED, SAVED } from '../pages/app-bar.ts';
import { CardPage } from '../pages/card.ts';
import type { Device } from '../pages/device.ts';
import { SynchronizationPage } from '../pages/synchronization.ts';
import { contentOf } from '../support/documents.ts';
import { openBallot, openedRound } from '../support/stories.ts';
import { expect, test } from '../support/test.ts';

/** The store recovers by itself: it is tried again after at most 10 s. */
const STORE_TRIED_AGAIN_MS = 30_000;

/** From now on every page of the device is refused its storage, as in some private windows. */
async function refuseStorage(device: Device): Promise<void> {
  await device.context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
  });
}

/** Notes each save status that shows, from the first paint on. */
async function noteStatuses(device: Device): Promise<void> {
  await device.context.addInitScript(() => {
    const shown: string[] = [];
    Object.assign(window, { statusesShown: shown });
    new MutationObserver(() => {
      const status = document.querySelector('header [role="status"]')?.textContent ?? '';
      if (status && shown.at(-1) !== status) shown.push(status);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
}

async function statusesShown(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { statusesShown: string[] }).statusesShown);
}

/** Lets the next writes fail as they do on a full disk: the transaction aborts. */
async function letWritesFail(device: Device): Promise<(page: Page, times: number) => Promise<void>> {
  await device.context.addInitScript(() => {
    const put = IDBObjectStore.prototype.put;
    Object.assign(window, { failuresLeft: 0 });
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: Parameters<typeof put>) {
      const counter = window as unknown as { failuresLeft: number };
      const request = put.apply(this, given);
      if (counter.failuresLeft > 0) {
        counter.failuresLeft -= 1;
        this.transaction.abort();
      }
      return request;
    };
  });
  return (page, times) => page.evaluate((n) => void Object.assign(window, { failuresLeft: n }), times);
}

test('a refused storage is said, never shows as saved, and the file saves the work', async ({ device, newDevice }) => {
  await noteStatuses(device);
  await refuseStorage(device);
  const page = await device.open('/');
  const bar = new AppBar(page);
  await bar.expectNotSaved();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Cette tablette ne peut pas enregistrer.');
  await expect(alert).toContainText('Ce que vous faites reste visible tant que cette page est ouverte.');
  await expect(alert).toContainText('Avant de fermer, enregistrez un fichier depuis « Synchronisation ».');

  await page.getByRole('link', { name: /^Carte 6 Culture/ }).click();
  await new CardPage(page, 'culture').propose('Un bal populaire');
  await expect(page.getByText('Un bal populaire').first()).toBeAttached();
  await bar.expectNotSaved();
  await bar.goTo('Synchronisation');
  await expect(page.getByText('La tablette n’arrive pas à enregistrer.')).toBeVisible();
  const sync = new SynchronizationPage(page);
  const file = await sync.exportFile();
  expect(contentOf(file.bytes).entries).toMatchObject({ proposals: 82 });

  const shown = await statusesShown(page);
  expect(shown.length).toBeGreaterThan(0);
  for (const status of shown) {
    expect(status).toContain(NOT_SAVED);
    expect(status).not.toContain(SAVED);
  }

  const other = await newDevice();
  const to = new SynchronizationPage(await other.open('/synchronisation'));
  await to.mergeFile(file);
  await expect(to.fingerprint).toHaveText(await sync.readFingerprint());
});

test('a ballot on a tablet that cannot save is never said to be kept', async ({ device, newDevice }) => {
  const workshop = await openedRound(await newDevice());
  await refuseStorage(device);
  const ballot = await openBallot(device, workshop);
  const [first = ''] = await ballot.labels();
  await ballot.add(first);
  await ballot.expectDots(first, 1, 2);
  await ballot.review.click();
  await ballot.cast.click();
  await expect(ballot.page.getByRole('alert')).toContainText('Votre bulletin n’est pas encore enregistré.');
  await expect(ballot.done).toBeHidden();
  await new AppBar(ballot.page).expectNotSaved();
});

test('what a tablet could not save is still there on the other pages of the same tab', async ({ device, newDevice }) => {
  const workshop = await openedRound(await newDevice());
  await refuseStorage(device);
  const ballot = await openBallot(device, workshop);
  const [first = ''] = await ballot.labels();
  await ballot.place(new Map([[first, 2]]));
  const bar = new AppBar(ballot.page);
  await bar.goTo('Synchronisation');
  await bar.goTo('Accueil');
  await ballot.page.getByRole('link', { name: 'Commencer mon bulletin' }).click();
  await ballot.expectDots(first, 2, 2);
  await ballot.review.click();
  await ballot.cast.click();
  await workshop.expectBallots(0);
  // One device, one ballot: leaving the page does not make another voter of it.
  await bar.goTo('Accueil');
  await ballot.page.getByRole('link', { name: 'Commencer mon bulletin' }).click();
  await expect(ballot.page.getByRole('alert')).toContainText('Votre bulletin n’est pas encore enregistré.');
});

test('a ballot that could not be written is said, and saved once writing works again', async ({ device, newDevice }) => {
  const workshop = await openedRound(await newDevice());
  const failWrites = await letWritesFail(device);
  const ballot = await openBallot(device, workshop);
  const bar = new AppBar(ballot.page);
  const [first = '', second = ''] = await ballot.labels();
  await ballot.place(new Map([[first, 1]]));
  await bar.expectSaved();

  await failWrites(ballot.page, Number.MAX_SAFE_INTEGER);
  await ballot.add(second);
  await ballot.expectDots(second, 1, 2);
  await bar.expectNotSaved();
  await ballot.review.click();
  await ballot.cast.click();
  await expect(ballot.page.getByRole('alert')).toContainText('Votre bulletin n’est pas encore enregistré.');
  await expect(ballot.done).toBeHidden();
  // What is not stored is not sent either: the relay never knows more than the tablet.
  await workshop.expectBallots(0);

  await failWrites(ballot.page, 0);
  await expect(bar.status).toContainText(SAVED, { timeout: STORE_TRIED_AGAIN_MS });
  await expect(ballot.done).toBeVisible();
  await workshop.expectBallots(1);
  await ballot.page.close();
  const again = await device.open(`${workshop.address}/bulletin`);
  await expect(again.getByRole('heading', { name: /Votre bulletin est validé/ })).toBeVisible();
});

test('a write that fails once is tried again at once', async ({ device }) => {
  const failWrites = await letWritesFail(device);
  const page = await device.open('/cartes/education');
  const bar = new AppBar(page);
  await bar.expectSent();
  const card = new CardPage(page, 'education');
  await failWrites(page, 1);
  await card.propose('Un coin lecture');
  await bar.expectSaved();
  await failWrites(page, 6);
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
  await expect(async () => {
    await card.addComment.click();
    await card.comment.fill(remark(written));
    await card.saveComment.click();
    await expect(card.comment).toBeHidden();
    written += 1;
    expect(await fullBar.status.innerText()).toContain(NOT_SAVED);
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
