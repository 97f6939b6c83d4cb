import type { Page } from '@playwright/test';
import { AppBar } from '../pages/app-bar.ts';
import { CardPage } from '../pages/card.ts';
import type { Device } from '../pages/device.ts';
import { connectionsAt, setVisible } from '../support/tabs.ts';
import { expect, test } from '../support/test.ts';

/** Well before the planned attempt, which is up to 30 s away after some failures. */
const AT_ONCE_MS = 3_000;
/** Hidden for longer than this, a socket that heard nothing is not trusted. */
const HIDDEN_TRUSTED_MS = 5_000;
/** A relay that owes an answer is left after 20 s. */
const ANSWER_LIMIT_MS = 35_000;
/** Failures in a row after which the next attempt is at least 4 s away. */
const SOME_FAILURES = 5;

/** Lets the sockets of a device go dead without closing them, as a network does that vanishes. */
async function withDeadNetwork(device: Device): Promise<{ cut: () => void; sockets: () => number }> {
  const sockets: { isDead: boolean }[] = [];
  await device.context.routeWebSocket(/\/sync/, (socket) => {
    const state = { isDead: false };
    sockets.push(state);
    const relay = socket.connectToServer();
    socket.onMessage((message) => {
      if (!state.isDead) relay.send(message);
    });
    relay.onMessage((message) => {
      if (!state.isDead) socket.send(message);
    });
  });
  return {
    cut: () => sockets.forEach((state) => (state.isDead = true)),
    sockets: () => sockets.length,
  };
}

/** Waits until the relay was asked in vain so often that the next attempt is far away. */
async function waitsLong(page: Page): Promise<void> {
  let failures = 0;
  await expect(async () => {
    const text = await page.getByRole('main').innerText();
    const left = Number(/Prochain essai dans (\d+)/.exec(text)?.[1]);
    failures += 1;
    expect(failures).toBeGreaterThan(SOME_FAILURES);
    expect(left).toBeGreaterThanOrEqual(6);
  }).toPass({ timeout: 60_000, intervals: [100] });
}

for (const [name, wake] of [
  ['the network comes back', (page: Page) => page.evaluate(() => void window.dispatchEvent(new Event('online')))],
  ['the page shows again', (page: Page) => setVisible(page, true)],
  ['the page comes back from the history', (page: Page) => page.evaluate(() => void window.dispatchEvent(new Event('pageshow')))],
  ['the person asks', (page: Page) => page.getByRole('button', { name: 'Réessayer maintenant' }).click()],
] as const) {
  test(`the relay is asked at once when ${name}`, async ({ device, relay }) => {
    const page = await device.open('/synchronisation');
    const bar = new AppBar(page);
    await bar.expectSent();
    await relay.kill();
    await waitsLong(page);
    await relay.start();
    await wake(page);
    await bar.expectSent(AT_ONCE_MS);
    await expect(page.getByRole('button', { name: 'Réessayer maintenant' })).toBeHidden();
  });
}

test('the page says what waits, how much, and when the relay is asked again', async ({ device, relay }) => {
  const page = await device.open('/cartes/culture');
  const bar = new AppBar(page);
  await bar.expectSent();
  await relay.kill();
  const card = new CardPage(page, 'culture');
  await card.propose('Un bal populaire');
  await bar.goTo('Synchronisation');
  await expect(page.getByText('1 modification attend d’être envoyée au relais. Elle partira toute seule dès qu’il répondra.')).toBeVisible();
  await bar.goTo('Accueil');
  await page.getByRole('link', { name: /^Carte 6 Culture/ }).click();
  await card.propose('Un cinéma');
  await bar.goTo('Synchronisation');
  await expect(page.getByText('2 modifications attendent d’être envoyées au relais. Elles partiront toutes seules dès qu’il répondra.')).toBeVisible();
  await waitsLong(page);
  const left = async () => Number(/Prochain essai dans (\d+)/.exec(await page.getByRole('main').innerText())?.[1]);
  const first = await left();
  await expect.poll(left).toBeLessThan(first);
  await relay.start();
  await page.getByRole('button', { name: 'Réessayer maintenant' }).click();
  await expect(page.getByText('Le relais a tout reçu.')).toBeVisible({ timeout: AT_ONCE_MS });
});

test('a socket that went dead while the page was asleep is replaced as soon as the page shows', async ({ device, relay }) => {
  const network = await withDeadNetwork(device);
  const page = await device.open('/cartes/culture');
  const bar = new AppBar(page);
  await bar.expectSent();
  expect(network.sockets()).toBe(1);
  // A page that was hidden for a moment only keeps its socket.
  await setVisible(page, false);
  await setVisible(page, true);
  expect(network.sockets()).toBe(1);

  await setVisible(page, false);
  network.cut();
  await page.evaluate((asleepMs) => {
    const now = Date.now;
    Date.now = () => now() + asleepMs;
  }, HIDDEN_TRUSTED_MS + 1_000);
  await setVisible(page, true);
  // Long before a silent relay is left, also on a busy machine.
  await expect.poll(network.sockets, { timeout: 3 * AT_ONCE_MS }).toBe(2);
  await expect.poll(() => connectionsAt(relay)).toBeGreaterThan(0);
});

test('a relay that owes an answer and is silent is left for a fresh connection', async ({ device, newDevice }) => {
  const network = await withDeadNetwork(device);
  const page = await device.open('/cartes/culture');
  const bar = new AppBar(page);
  await bar.expectSent();
  network.cut();
  await new CardPage(page, 'culture').propose('Un bal populaire');
  await bar.expectToSend();
  await bar.expectSent(ANSWER_LIMIT_MS);
  expect(network.sockets()).toBe(2);
  const there = await (await newDevice()).open('/cartes/culture');
  await expect(there.getByText('Un bal populaire').first()).toBeAttached();
});
