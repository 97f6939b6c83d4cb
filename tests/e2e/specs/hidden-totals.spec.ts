import type { Page } from '@playwright/test';
import { AppBar } from '../pages/app-bar.ts';
import type { Device } from '../pages/device.ts';
import { WorkshopPage } from '../pages/workshop.ts';
import { CARDS, MOBILITY } from '../support/contract.ts';
import { accessibilityTree, castOneCard, fingerprintOf, openBallot, openedRound, sorted } from '../support/stories.ts';
import { addressOf, expect, test } from '../support/test.ts';

/** What a screen tells: to the eye, to a screen reader, and in its source. */
type Told = { text: string; tree: string; html: string };

async function told(page: Page): Promise<Told> {
  const bar = new AppBar(page);
  await bar.expectSaved();
  await bar.expectSent();
  // The code that lets tablets in is asked of the relay.
  await expect(page.getByText('On prépare le code.')).toBeHidden();
  // Empty comments are marks of the renderer; they come and go with the statuses.
  const source = await page.evaluate(() => document.documentElement.outerHTML);
  const html = source.replaceAll('<!---->', '');
  return { text: await page.locator('body').innerText(), tree: await accessibilityTree(page), html };
}

async function toldAt(device: Device, address: string): Promise<Told> {
  const page = await device.open(address);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const all = await told(page);
  await page.close();
  return all;
}

/** Compares two tellings; a difference is shown with what stands around it. */
function expectSame(after: Told, before: Told | undefined, where: string): void {
  expect(after.text, where).toBe(before?.text);
  expect(after.tree, where).toBe(before?.tree);
  const was = before?.html ?? '';
  const idx = [...after.html].findIndex((char, idx) => char !== was[idx]);
  const around = (html: string) => (idx < 0 ? '' : html.slice(Math.max(0, idx - 120), idx + 120));
  expect(around(after.html), where).toBe(around(was));
  expect(after.html.length, where).toBe(was.length);
}

/** How many took part is no total, and may be known. */
function withoutParticipation(all: Told): Told {
  const hide = (text: string) => text.replace(/\d+\s(bulletins?)/gu, 'N $1');
  return { text: hide(all.text), tree: hide(all.tree), html: hide(all.html) };
}

test('no total is anywhere before it is revealed', async ({ newDevice }) => {
  test.slow();
  const facilitator = await newDevice();
  const workshop = await openedRound(facilitator);
  const voter = await newDevice();
  const observer = await newDevice();
  const ballot = await openBallot(voter, workshop);

  const cards = CARDS.map((card) => `/cartes/${card.id}`);
  // The projected screen, which has no bar to read, has its own story in projection.spec.ts.
  const addresses = ['/', '/ateliers', ...cards, '/priorites'];
  const before = new Map<string, Told>();
  await observer.visitOnce();
  for (const address of addresses) before.set(address, await toldAt(observer, address));
  const workshopBefore = withoutParticipation(await toldAt(observer, workshop.address));
  const open = await observer.open('/cartes/mobilite');
  const openBefore = await told(open);

  // The lowest proposals of 2019: any trace of a total would move them up.
  const labels = await ballot.labels();
  const dots = await castOneCard(ballot, [labels.length - 1, labels.length - 1, labels.length - 2]);
  await new AppBar(ballot.page).expectSent();
  await expect.poll(() => fingerprintOf(observer)).toBe(await fingerprintOf(voter));

  await test.step('while the round is open', async () => {
    expectSame(await told(open), openBefore, 'a page that stays open');
    for (const address of addresses) expectSame(await toldAt(observer, address), before.get(address), address);
    expectSame(withoutParticipation(await toldAt(observer, workshop.address)), workshopBefore, workshop.address);
  });

  await workshop.endRound();
  await new AppBar(workshop.page).expectSent();
  await expect.poll(() => fingerprintOf(observer)).toBe(await fingerprintOf(facilitator));

  await test.step('after the round was closed', async () => {
    expectSame(await told(open), openBefore, 'a page that stays open');
    for (const address of cards) expectSame(await toldAt(observer, address), before.get(address), address);
    for (const device of [facilitator, observer]) {
      const closed = await toldAt(device, workshop.address);
      expect(closed.text).toContain('Tour clos');
      for (const label of labels) expect(closed.html).not.toContain(label);
      // The rule of the round is the only number of dots in sight.
      expect(closed.text.match(/\d+\sgommettes?/gu)).toEqual(['3 gommettes']);
      expect(closed.tree).not.toMatch(/Rang \d/u);
    }
  });

  await workshop.showResults();
  await test.step('once they are revealed', async () => {
    const seen = new WorkshopPage(await observer.open(workshop.address), workshop.address);
    await expect(seen.results).toBeVisible();
    expect(sorted(await seen.totals(MOBILITY))).toEqual(sorted(dots));
    await expect(open.getByText(/en ajoutant les 2 votes/)).toBeVisible();
    expect(addressOf(open)).toBe('/cartes/mobilite');
    await expect(open.getByText(/Atelier du gymnase, .* – 3 gommettes/)).toBeVisible();
    for (const address of cards.slice(1)) expectSame(await toldAt(observer, address), before.get(address), address);
  });
});
