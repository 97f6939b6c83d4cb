// The councils put together: two councils vote in two workshops, and a recount of our own.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { AppBar } from '../pages/app-bar.ts';
import type { Dots } from '../pages/ballot.ts';
import { keepsTheApp, type Device } from '../pages/device.ts';
import { PrioritiesPage } from '../pages/priorities.ts';
import { readTotals, type WorkshopPage } from '../pages/workshop.ts';
import type { WorkshopPlan } from '../pages/workshops.ts';
import { MOBILITY } from '../support/contract.ts';
import { addUp, castOneCard, openBallot, openedRound } from '../support/stories.ts';
import { countPaper, recount } from '../support/together.ts';
import { expect, test } from '../support/test.ts';

const RELAY_FOUND_AGAIN_MS = 45_000;
/** More stops than a card has. */
const STOPS_MAX = 60;

const ANNEMASSE: WorkshopPlan = { title: 'Atelier du gymnase', councils: ['Annemasse'], cards: [MOBILITY] };
const GAILLARD: WorkshopPlan = { title: 'Atelier du Châtelet', councils: ['Gaillard'], cards: [MOBILITY] };

/** Wordings of a card in the order of its ballot, and the dots of a round that is closed. */
async function annemasseVotes(device: Device): Promise<{ workshop: WorkshopPage; labels: string[]; dots: Dots }> {
  const workshop = await openedRound(device, ANNEMASSE);
  const ballot = await openBallot(device, workshop);
  const labels = await ballot.labels();
  const cast = await castOneCard(ballot, [0, 0, 1]);
  await new AppBar(ballot.page).expectSaved();
  await ballot.page.close();
  await workshop.endRound();
  const paper = await countPaper(workshop, labels, 6, { 0: 9, 2: 6 });
  return { workshop, labels, dots: addUp([cast, paper]) };
}

async function gaillardVotes(device: Device, labels: string[]): Promise<{ workshop: WorkshopPage; dots: Dots }> {
  const workshop = await openedRound(device, GAILLARD);
  await workshop.endRound();
  return { workshop, dots: await countPaper(workshop, labels, 8, { 0: 4, 2: 12, 3: 1 }) };
}

async function scan(page: Page, name: string): Promise<void> {
  for (const size of [{ width: 1280, height: 800 }, { width: 390, height: 844 }]) {
    await page.setViewportSize(size);
    const axe = new AxeBuilder({ page }).setLegacyMode(true).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']);
    const { violations } = await axe.analyze();
    const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary}`));
    expect(found, `${name}, ${size.width} px`).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1280, height: 800 });
}

test('two councils are put together: the numbers equal a recount, each says where it comes from, and the rule marks priorities', async ({
  device,
}) => {
  test.setTimeout(240_000);
  const page = await device.open('/');
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('link', { name: 'Priorités' }).click();
  const priorities = new PrioritiesPage(page);
  await expect(priorities.nothing).toBeVisible();
  await expect(page.getByRole('link', { name: 'Voir les ateliers' })).toBeVisible();
  const card = priorities.past.getByRole('group').filter({ hasText: MOBILITY });
  await card.locator('summary').click();
  const then = await readTotals(card);
  expect(then.size).toBeGreaterThan(0);
  await scan(page, 'before any result');

  // Nothing of a closed round shows before it is revealed.
  const annemasse = await annemasseVotes(device);
  await expect(priorities.nothing).toBeVisible();
  await expect(page.getByRole('main')).not.toContainText(ANNEMASSE.title);
  await annemasse.workshop.showResults();
  await priorities.open();
  await expect(priorities.sources).toContainText('Ambilly, Gaillard et Ville-la-Grand n’ont pas encore voté.');
  await expect(priorities.card(MOBILITY)).toContainText(/un seul conseil a voté sur cette carte\s: Annemasse\./);

  const gaillard = await gaillardVotes(device, annemasse.labels);
  await gaillard.workshop.showResults();
  await expect(priorities.sources).toContainText('Ambilly et Ville-la-Grand n’ont pas encore voté.');
  await expect(priorities.sources.getByRole('listitem').filter({ hasText: ANNEMASSE.title })).toContainText(
    /1\spersonne sur tablette, 6 sur papier/,
  );
  expect(await priorities.heads(MOBILITY)).toEqual([
    'Proposition', 'Place par gommettes', 'Gommettes', 'Place à poids égal', 'Part moyenne', 'Annemasse', 'Gaillard', 'En 2019',
  ]);
  const rows = await priorities.rows(MOBILITY);
  const byLabel = (a: { label: string }, b: { label: string }) => a.label.localeCompare(b.label);
  const expected = recount([annemasse.dots, gaillard.dots], then).sort(byLabel);
  expect(rows.map(({ label, cells }) => ({ label, cells })).sort(byLabel)).toEqual(expected);
  expect(rows.map((row) => row.cells[0])).toEqual(['1re', '2e', '3e ex æquo', '3e ex æquo']);
  expect(rows.some((row) => row.isPriority)).toBe(false);

  // The picture says the same, for those who do not see it too.
  const [, , third = ''] = annemasse.labels;
  const drawn = priorities.card(MOBILITY).getByRole('listitem').filter({ hasText: third }).first();
  await expect(drawn).toContainText(/Annemasse\s: 33,3\s%/);
  await expect(drawn).toContainText(/Gaillard\s: 70,6\s%/);
  await expect(drawn).toContainText('Les 2 conseils la placent dans leurs 3 premières.');

  // Where a number comes from, by keyboard only.
  const [first = ''] = annemasse.labels;
  const origin = priorities.origin(MOBILITY, first);
  const summary = origin.locator('summary');
  await priorities.card(MOBILITY).getByRole('link', { name: MOBILITY }).focus();
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    if (await summary.evaluate((node) => node === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await expect(summary).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(origin).toContainText(/11 gommettes\s: 2 sur tablette, 9 sur papier/);
  await expect(origin).toContainText(/4 gommettes\s: 0 sur tablette, 4 sur papier/);
  await expect(origin.getByRole('link', { name: new RegExp(`^${ANNEMASSE.title}, le `) })).toBeVisible();
  await expect(origin).toContainText('Aucune décision n’a été nécessaire dans ces tours.');

  // The rule: what it would mark is said before it is saved.
  await expect(priorities.rule).toContainText('Aucune règle n’est choisie.');
  await priorities.rule.getByRole('button', { name: 'Choisir la règle' }).click();
  await expect(priorities.rule.getByText(/^Avec cette règle\s: 4\spriorités$/)).toBeVisible();
  await priorities.rule.getByRole('radio', { name: 'd’après son nombre de gommettes' }).check();
  await expect(priorities.rule.getByText(/^Avec cette règle\s: 2\spriorités$/)).toBeVisible();
  await priorities.rule.getByRole('radio', { name: 'À poids égal' }).check();
  await expect(priorities.rule.getByText(/Un nombre de gommettes va seulement avec/).first()).toBeVisible();
  await priorities.rule.getByRole('button', { name: 'Annuler' }).click();
  await priorities.chooseRule({ body: 'Réunion des quatre conseils', reason: 'Choisi à main levée.', places: 2 });
  const marked = (await priorities.rows(MOBILITY)).filter((row) => row.isPriority).map((row) => row.label);
  expect(marked).toEqual([third, first]);
  await expect(priorities.rule).toContainText('des 2 premières places');
  await expect(priorities.rule).toContainText(/Choisie par\s: Réunion des quatre conseils, le /);
  await scan(page, 'the councils put together');

  // On paper: the contribution of the councils.
  await page.getByRole('link', { name: 'La contribution à imprimer' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Contribution des conseils citoyens' })).toBeVisible();
  const sheet = priorities.card(MOBILITY);
  await expect(sheet.getByRole('list').first().getByRole('listitem')).toHaveText([third, first]);
  expect((await priorities.rows(MOBILITY)).map((row) => row.cells)).toEqual(rows.map((row) => row.cells));
  await expect(page.getByText(/^\d{3} \d{3} \d{3} \d{3}$/)).toBeVisible();
  await scan(page, 'the contribution');
});

test('two rules chosen apart are both shown, and a person keeps one', async ({ newDevice, relay }) => {
  const tabs: PrioritiesPage[] = [];
  for (const device of [await newDevice(), await newDevice()]) {
    const page = await device.open('/priorites');
    await keepsTheApp(page);
    tabs.push(new PrioritiesPage(page));
  }
  const [one, other] = tabs;
  if (!one || !other) throw new Error('two tabs');
  await relay.kill();
  await one.chooseRule({ body: 'Conseil d’Annemasse', reason: 'Plus simple.', places: 3 });
  await other.chooseRule({ body: 'Conseil de Gaillard', reason: 'Plus court.', places: 1 });
  await relay.start();
  for (const { rule } of tabs) {
    await expect(rule.getByText('Plusieurs règles à départager')).toBeVisible({ timeout: RELAY_FOUND_AGAIN_MS });
    await expect(rule.getByRole('button', { name: /^Garder la règle/ })).toHaveCount(2);
  }
  await other.rule.getByRole('button', { name: /^Garder la règle choisie par Conseil d’Annemasse/ }).click();
  for (const { rule } of tabs) {
    await expect(rule.getByRole('button', { name: /^Garder la règle/ })).toHaveCount(0, { timeout: RELAY_FOUND_AGAIN_MS });
    await expect(rule).toContainText('des 3 premières places');
    await expect(rule.locator('summary', { hasText: /^3\srègles choisies jusqu’ici$/ })).toBeVisible();
  }
});
