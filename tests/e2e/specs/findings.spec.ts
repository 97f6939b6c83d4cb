// What a merge leaves to settle: each thing shows up, is settled, and can be undone.
import { AppBar } from '../pages/app-bar.ts';
import { CardPage } from '../pages/card.ts';
import { CodesPanel } from '../pages/codes.ts';
import { keepsTheApp } from '../pages/device.ts';
import { FindingsPanel } from '../pages/findings.ts';
import { SharedTablet } from '../pages/shared-tablet.ts';
import { WorkshopPage } from '../pages/workshop.ts';
import { WorkshopsPage } from '../pages/workshops.ts';
import { MOBILITY } from '../support/contract.ts';
import { dotsAt, ONE_CARD_PLAN, sorted, twoStatesApart } from '../support/stories.ts';
import { expect, test } from '../support/test.ts';

const RELAY_FOUND_AGAIN_MS = 45_000;
const SEQ = 12;
const LOCK = '2580';
const CONCERTS = 'Des concerts gratuits en plein air';
const CONCERTS_AGAIN = 'En plein air, des concerts gratuits';

test('zero is a result: what was read, and no doubt', async ({ device }) => {
  const page = await device.open('/synchronisation');
  const panel = new FindingsPanel(page);
  await panel.expectNothing();
  await expect(panel.open).toContainText(/0\sbulletin, 81\spropositions/);
  await expect(panel.open).toContainText('Aucune donnée d’essai');
  await expect(panel.badge(0)).toBeVisible();
  await expect(panel.duplicates).toContainText(/Aucun doublon trouvé parmi 81\spropositions\./);
});

test('two tablets give one action two states apart: settled on the page of the merge, and changed again', async ({ newDevice, relay }) => {
  const devices = [await newDevice(), await newDevice()] as const;
  const [, other] = await twoStatesApart(devices, relay, SEQ);

  const page = await devices[0].open('/');
  await page.getByRole('link', { name: 'Voir ce qui est à régler' }).click({ timeout: RELAY_FOUND_AGAIN_MS });
  const panel = new FindingsPanel(page);
  await expect(panel.badge(1)).toBeVisible();
  const what = /^État aujourd’hui\s: plusieurs valeurs/;
  const finding = await panel.unfold(what);
  await expect(finding.getByRole('listitem')).toHaveCount(2);
  await expect(finding.getByRole('listitem').first()).toContainText(/animateur, le .+ \d+\sh\s\d\d/);
  await finding.getByRole('button', { name: /^Garder «\sAtteint\s»/ }).click();
  await expect(panel.said).toContainText('C’est décidé.');
  await panel.expectNothing();
  await expect(other.now.getByRole('definition').first()).toHaveText('Atteint', { timeout: RELAY_FOUND_AGAIN_MS });

  const settled = await panel.unfoldSettled(what);
  await settled.getByRole('button', { name: /^Garder «\sEn cours de lancement\s»/ }).click();
  await expect(other.now.getByRole('definition').first()).toHaveText('En cours de lancement');
  await panel.expectNothing();
});

test('duplicates of two councils: grouped in a circle by two tablets, one stands for both, then neither', async ({ newDevice, relay }) => {
  const devices = [await newDevice(), await newDevice()] as const;
  const card = new CardPage(await devices[0].open('/cartes/culture'), 'culture');
  await card.propose(CONCERTS);
  await card.propose(CONCERTS_AGAIN);
  await new AppBar(card.page).expectSent();
  const panels = [];
  for (const device of devices) {
    const page = await device.open('/synchronisation');
    await keepsTheApp(page);
    const panel = new FindingsPanel(page);
    await panel.duplicates.locator('summary', { hasText: /^Culture.*possible/ }).click();
    await expect(panel.duplicates.getByRole('button', { name: new RegExp(`^Regrouper, et garder «\\s${CONCERTS}\\s»`) })).toBeVisible();
    panels.push(panel);
  }
  const [one, other] = panels as [FindingsPanel, FindingsPanel];
  await relay.kill();
  const keep = (label: string) => ({ name: new RegExp(`^Regrouper, et garder «\\s${label}\\s»`) });
  await one.duplicates.getByRole('button', keep(CONCERTS)).click();
  await expect(one.duplicates.getByText(`Les deux propositions sont regroupées.`, { exact: false })).toBeVisible();
  await other.duplicates.getByRole('button', keep(CONCERTS_AGAIN)).click();
  await relay.start();

  const what = /regroupées en cercle/;
  for (const panel of panels) await expect(panel.finding(what)).toBeVisible({ timeout: RELAY_FOUND_AGAIN_MS });
  const circle = await one.unfold(what);
  await circle.getByRole('button', { name: new RegExp(`^Garder «\\s${CONCERTS}\\s» pour toutes`) }).click();
  for (const panel of panels) await panel.expectNothing();

  const decided = /sont regroupées/;
  const settled = await other.unfoldSettled(decided);
  await expect(settled).toContainText(new RegExp(`«\\s${CONCERTS}\\s» compte pour toutes`));
  await settled.getByRole('button', { name: new RegExp(`^Garder «\\s${CONCERTS_AGAIN}\\s» pour toutes`) }).click();
  await expect(one.finding(decided)).toContainText(new RegExp(`«\\s${CONCERTS_AGAIN}\\s» compte pour toutes`));
  await settled.getByRole('button', { name: /^Les dégrouper toutes/ }).click();

  // Both stand for themselves again, and are suggested again.
  const folds = one.duplicates.locator('summary', { hasText: /^Culture.*possible/ });
  await folds.click();
  await one.duplicates.getByRole('button', { name: new RegExp(`^Ne sont pas les mêmes.*${CONCERTS_AGAIN}`) }).click();
  await expect(one.duplicates.getByText('C’est noté', { exact: false })).toBeVisible();
  await expect(one.duplicates.getByRole('button', keep(CONCERTS))).toHaveCount(0);
  await one.duplicates.locator('summary', { hasText: 'Déjà décidé' }).click();
  await one.duplicates.getByRole('button', { name: new RegExp(`^Rouvrir.*${CONCERTS_AGAIN}`) }).click();
  await folds.click();
  await expect(one.duplicates.getByRole('button', keep(CONCERTS))).toBeVisible();
});

test('one code votes on two tablets apart: neither counts until a person keeps one, and may keep the other', async ({ newDevice, relay }) => {
  test.setTimeout(180_000);
  const facilitator = await newDevice();
  const page = await facilitator.open('/ateliers');
  const address = await new WorkshopsPage(page).createWorkshop({ ...ONE_CARD_PLAN, code: LOCK });
  const workshop = new WorkshopPage(page, address);
  const codes = new CodesPanel(page, address);
  await codes.prepare.click();
  const [code = ''] = await codes.make(2);
  await workshop.startRound();
  await new AppBar(page).expectSent();
  await keepsTheApp(page);
  const tablets = [];
  for (const device of [await newDevice(), await newDevice()]) {
    const lent = await device.open('/');
    await expect(lent.getByRole('link', { name: 'Commencer mon bulletin' })).toBeVisible();
    await lent.goto(address);
    const tablet = new SharedTablet(lent, address);
    await tablet.lend('Tablette partagée');
    tablets.push(tablet);
  }
  await relay.kill();
  const placed = [];
  for (const [idx, tablet] of tablets.entries()) {
    await tablet.type(code);
    const dots = dotsAt(await tablet.ballot.labels(), idx === 0 ? [0, 0] : [1]);
    await tablet.ballot.place(dots);
    await tablet.ballot.review.click();
    await tablet.ballot.cast.click();
    await expect(tablet.handOver).toBeVisible();
    placed.push(sorted(dots));
  }
  await relay.start();

  const what = /^2 bulletins validés avec un même code/;
  await page.goto('/synchronisation');
  const panel = new FindingsPanel(page);
  await expect(panel.finding(what)).toBeVisible({ timeout: RELAY_FOUND_AGAIN_MS });
  const finding = await panel.unfold(what);
  await expect(finding).toContainText(ONE_CARD_PLAN.title);
  await expect(finding).toContainText('sera montré après la révélation');
  expect((await panel.open.innerText()).toLowerCase()).not.toContain(code);
  await finding.getByRole('button', { name: /^Garder le bulletin 1/ }).click();
  await panel.expectNothing();

  const shown = async () => sorted(new Map([...(await workshop.totals(MOBILITY))].filter(([, n]) => n > 0)));
  await workshop.open();
  await workshop.endRound();
  await workshop.showResults();
  const first = await shown();
  expect(placed).toContainEqual(first);

  await page.goto('/synchronisation');
  const settled = await panel.unfoldSettled(what);
  await expect(settled.getByRole('columnheader', { name: 'Avec le bulletin 1' })).toBeVisible();
  await settled.getByRole('button', { name: /^Garder le bulletin 2/ }).click();
  await expect(panel.said).toContainText('C’est décidé.');
  await workshop.open();
  const second = await shown();
  expect(placed).toContainEqual(second);
  expect(second).not.toEqual(first);
});
