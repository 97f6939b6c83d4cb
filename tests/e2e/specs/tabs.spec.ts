import type { Page } from '@playwright/test';
import { AppBar, NOT_SAVED, SAVED } from '../pages/app-bar.ts';
import { CardPage } from '../pages/card.ts';
import { SynchronizationPage } from '../pages/synchronization.ts';
import { contentOf } from '../support/documents.ts';
import { Relay } from '../support/relay.mjs';
import { barePage, chunkKeys, connectionsAt, seedChunks, setVisible, smallChunks } from '../support/tabs.ts';
import { expect, test } from '../support/test.ts';

/** A tab that leads and is asleep is asked for 2 s; then come the handshake and the sync. */
const LEAD_TAKEN_MS = 10_000;
/** More small chunks than are kept before they are written as one. */
const MANY_CHUNKS = 105;

/** What /synchronisation says while another tab talks to the relay. */
const OTHER_TAB = 'Une autre page de l’application s’en occupe sur cette tablette.';

async function expectLead(page: Page): Promise<void> {
  await expect(page.getByRole('definition').filter({ hasText: /Connecté$/ })).toBeVisible({ timeout: LEAD_TAKEN_MS });
}

async function expectNoLead(page: Page): Promise<void> {
  await expect(page.getByText(OTHER_TAB)).toBeVisible({ timeout: LEAD_TAKEN_MS });
}

test('two tabs share one connection, and show each other’s work with no network', async ({ device, relay }) => {
  const one = await device.open('/cartes/culture');
  await new AppBar(one).expectSent();
  const two = await device.open('/cartes/culture');
  await new AppBar(two).expectSent();
  expect(await connectionsAt(relay)).toBe(1);

  await relay.kill();
  await expect(new AppBar(one).status).toContainText('Hors connexion');
  await expect(new AppBar(two).status).toContainText('Hors connexion');
  await new CardPage(two, 'culture').propose('Un bal populaire');
  await expect(one.getByText('Un bal populaire').first()).toBeAttached();
  await new CardPage(one, 'culture').propose('Un cinéma');
  await expect(two.getByText('Un cinéma').first()).toBeAttached();
});

test('what another tab stores while a tab opens is shown there too', async ({ device }) => {
  const one = await device.open('/cartes/culture');
  await new AppBar(one).expectSent();
  const two = await device.context.newPage();
  // Has read the document, and does not hear the other tab yet: it stops there for a while.
  await two.addInitScript((stopMs) => {
    const read = IDBObjectStore.prototype.get;
    let hasStopped = false;
    IDBObjectStore.prototype.get = function get(this: IDBObjectStore, key: IDBValidKey | IDBKeyRange) {
      if (key === 'relay-heads' && !hasStopped) {
        hasStopped = true;
        console.log('between reading and hearing');
        for (const end = Date.now() + stopMs; Date.now() < end; );
      }
      return read.call(this, key);
    };
  }, 4_000);
  const stops = two.waitForEvent('console', (message) => message.text() === 'between reading and hearing');
  const opening = two.goto('/cartes/culture');
  await stops;
  await new CardPage(one, 'culture').propose('Un bal populaire');
  await new AppBar(one).expectSaved();
  await opening;
  await expect(two.getByText('Un bal populaire').first()).toBeAttached();
});

test('when the tab that leads is closed, another leads and sends what waits', async ({ device, newDevice, relay }) => {
  const one = await device.open('/synchronisation');
  await expectLead(one);
  const two = await device.open('/synchronisation');
  await expectNoLead(two);
  await one.close();
  await expectLead(two);
  await new AppBar(two).goTo('Accueil');
  await two.getByRole('link', { name: /^Carte 6 Culture/ }).click();
  await new CardPage(two, 'culture').propose('Un bal populaire');
  await new AppBar(two).expectSent();
  const there = await (await newDevice()).open('/cartes/culture');
  await expect(there.getByText('Un bal populaire').first()).toBeAttached();
  expect(await connectionsAt(relay)).toBe(2);
});

test('a hidden tab yields the lead to a visible one, and a visible one keeps it', async ({ device, relay }) => {
  const one = await device.open('/synchronisation');
  await expectLead(one);
  const two = await device.open('/synchronisation');
  await expectNoLead(two);
  await setVisible(two, false);
  await setVisible(two, true);
  await expectNoLead(two);
  await expectLead(one);

  await setVisible(one, false);
  await expectLead(one);
  await setVisible(two, true);
  await expectLead(two);
  await expectNoLead(one);
  await expect.poll(() => connectionsAt(relay)).toBe(1);

  await two.close();
  await expectLead(one);
});

test('a tab that leads and is asleep is replaced', async ({ device, newDevice }) => {
  const one = await device.context.newPage();
  // Browsers put hidden pages to sleep when they please: this one hears nothing on demand.
  await one.addInitScript(() => {
    const listen = BroadcastChannel.prototype.addEventListener;
    BroadcastChannel.prototype.addEventListener = function (this: BroadcastChannel, ...given: unknown[]) {
      const hear = given[1] as (event: Event) => void;
      const page = window as unknown as { isAsleep?: boolean };
      const hearAwake = (event: Event) => (page.isAsleep ? undefined : hear(event));
      listen.call(this, String(given[0]), hearAwake);
    };
  });
  await one.goto('/synchronisation');
  await expectLead(one);
  await one.evaluate(() => void Object.assign(window, { isAsleep: true }));
  const two = await device.open('/synchronisation');
  await expectLead(two);
  await new AppBar(two).goTo('Accueil');
  await two.getByRole('link', { name: /^Carte 6 Culture/ }).click();
  await new CardPage(two, 'culture').propose('Un bal populaire');
  await new AppBar(two).expectSent();
  const there = await (await newDevice()).open('/cartes/culture');
  await expect(there.getByText('Un bal populaire').first()).toBeAttached();
  await one.evaluate(() => void Object.assign(window, { isAsleep: false }));
  await expectNoLead(one);
});

test('where the browser has no locks, every tab talks to the relay, and nothing is lost', async ({ device, newDevice, relay }) => {
  await device.context.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined });
  });
  const one = await device.open('/cartes/culture');
  const two = await device.open('/cartes/culture');
  await expect.poll(() => connectionsAt(relay)).toBe(2);
  await new CardPage(one, 'culture').propose('Un bal populaire');
  await new CardPage(two, 'culture').propose('Un cinéma');
  for (const page of [one, two]) {
    await new AppBar(page).expectSent();
    await expect(page.getByText('Un bal populaire').first()).toBeAttached();
    await expect(page.getByText('Un cinéma').first()).toBeAttached();
  }
  const there = await (await newDevice()).open('/cartes/culture');
  await expect(there.getByText('Un bal populaire').first()).toBeAttached();
  await expect(there.getByText('Un cinéma').first()).toBeAttached();
});

test('only the tab that leads writes small chunks as one', async ({ device }) => {
  await seedChunks(device, await smallChunks(MANY_CHUNKS));
  await device.context.addInitScript(() => {
    const remove = IDBObjectStore.prototype.delete;
    Object.assign(window, { nRemoved: 0 });
    IDBObjectStore.prototype.delete = function (this: IDBObjectStore, key: IDBValidKey | IDBKeyRange) {
      (window as unknown as { nRemoved: number }).nRemoved += 1;
      return remove.call(this, key);
    };
  });
  const removedBy = (page: Page) => page.evaluate(() => (window as unknown as { nRemoved: number }).nRemoved);
  // Two tabs that hold the small chunks before either may write them as one.
  const leads = await device.open('/cartes/culture');
  await new AppBar(leads).expectSent();
  const follows = await device.open('/cartes/culture');
  await new CardPage(follows, 'culture').propose('Un bal populaire');
  await new AppBar(follows).expectSaved();
  await expect.poll(async () => (await chunkKeys(leads)).length).toBeLessThan(MANY_CHUNKS / 2);
  expect(await removedBy(leads)).toBeGreaterThanOrEqual(MANY_CHUNKS);
  expect(await removedBy(follows)).toBe(0);

  await new CardPage(follows, 'culture').propose('Un cinéma');
  await new AppBar(follows).expectSaved();
  await leads.close();
  await follows.reload();
  await expect(follows.getByText('Un bal populaire').first()).toBeAttached();
  await expect(follows.getByText('Un cinéma').first()).toBeAttached();
});

test('a tab that is killed while it writes small chunks as one loses nothing', async ({ device, relay }) => {
  const first = await device.open('/cartes/culture');
  await new CardPage(first, 'culture').propose('Un bal populaire');
  await new AppBar(first).expectSent();
  await relay.stop();
  await first.close();
  await relay.start();
  await seedChunks(device, await smallChunks(MANY_CHUNKS));
  const kept = await (async () => {
    const page = await barePage(device);
    const keys = await chunkKeys(page);
    await page.close();
    return keys;
  })();
  await device.context.addInitScript(() => {
    // The transaction stays open, so that it ends with the tab.
    IDBObjectStore.prototype.delete = function (this: IDBObjectStore) {
      Object.assign(window, { isCompacting: true });
      const spin = (): void => {
        try {
          this.count().onsuccess = spin;
        } catch {
          // The tab is going, and its transaction went first.
        }
      };
      spin();
      return this.count() as unknown as IDBRequest<undefined>;
    };
  });
  const page = await device.context.newPage();
  const crashed = page.waitForEvent('crash');
  await page.goto('/cartes/culture');
  await page.waitForFunction(() => (window as unknown as { isCompacting?: boolean }).isCompacting);
  const session = await device.context.newCDPSession(page);
  // The page that is asked cannot answer: it is gone.
  void session.send('Page.crash').catch(() => undefined);
  await crashed;
  await page.close();

  const bare = await barePage(device);
  const left = await chunkKeys(bare);
  expect(left).toEqual(expect.arrayContaining(kept));
  await relay.kill();
});

test('chunks of a tab of another version are read, and its other messages left alone', async ({ device, newDevice }) => {
  const one = await device.open('/cartes/culture');
  await new AppBar(one).expectSent();
  const ear = await barePage(device);
  await ear.evaluate(() => {
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    new BroadcastChannel('six-cartes').onmessage = (event) => heard.push(event.data);
  });
  const chunkOf = async (label: string): Promise<{ key: string; bytes: number[] }> => {
    await new CardPage(one, 'culture').propose(label);
    await new AppBar(one).expectSaved();
    type Message = { key?: string; bytes?: Uint8Array };
    const last = await ear.evaluate(() => {
      const heard = (window as unknown as { heard: Message[] }).heard;
      return heard.flatMap(({ key, bytes }) => (key && bytes ? [{ key, bytes: [...bytes] }] : [])).at(-1);
    });
    if (!last) throw new Error('a tab tells the others of what it stored');
    return last;
  };
  const [newer, older] = [await chunkOf('Un bal populaire'), await chunkOf('Un cinéma')];

  // A device of another relay: it hears of these from nobody but its own tabs.
  const elsewhere = await Relay.start();
  try {
    const other = await newDevice({ baseURL: elsewhere.url });
    const there = await other.open('/cartes/culture');
    await new AppBar(there).expectSent();
    const mouth = await barePage(other);
    const say = (message: Record<string, unknown>) =>
      mouth.evaluate((message) => {
        const bytes = Array.isArray(message.bytes) ? { bytes: new Uint8Array(message.bytes as number[]) } : {};
        new BroadcastChannel('six-cartes').postMessage({ ...message, ...bytes });
      }, message);
    await say({ version: 99, reload: 'now' });
    await say({ version: 99, isErased: true });
    await say({ version: 99, entry: 'device' });
    await say({ version: 99, key: 'sealed/1', bytes: [1, 2, 3] });
    await say({ key: newer.key, bytes: [1, 2, 3] });
    await say({ version: 99, ...newer, seal: 'unknown' });
    await expect(there.getByText('Un bal populaire').first()).toBeAttached();
    // The first builds sent no version.
    await say(older);
    await expect(there.getByText('Un cinéma').first()).toBeAttached();
    await expect(there).toHaveURL(/\/cartes\/culture$/);
    await new AppBar(there).expectSaved();
  } finally {
    await elsewhere.dispose();
  }
});

test('a tab gives way to a newer version of the database, says so, and still gives its file', async ({ device }) => {
  const page = await device.open('/cartes/culture');
  const bar = new AppBar(page);
  await new CardPage(page, 'culture').propose('Un bal populaire');
  await bar.expectSaved();
  const newer = await barePage(device);
  await newer.evaluate(
    () =>
      new Promise<void>((opened, failed) => {
        const request = indexedDB.open('six-cartes', 2);
        request.onblocked = () => failed(new Error('the older tab does not give way'));
        request.onerror = () => failed(request.error);
        request.onsuccess = () => opened();
      }),
  );
  await expect(bar.status).toContainText(NOT_SAVED);
  await expect(bar.status).not.toContainText(SAVED);
  const alert = page.getByRole('alert').filter({ hasText: 'Une version plus récente de l’application est ouverte' });
  await expect(alert).toContainText('Cette page n’enregistre plus.');
  await bar.goTo('Synchronisation');
  const file = await new SynchronizationPage(page).exportFile();
  expect(contentOf(file.bytes).entries).toMatchObject({ proposals: 82 });
});
