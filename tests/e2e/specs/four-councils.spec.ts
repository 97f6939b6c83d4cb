// Four councils met apart, offline; the officer brings them together: two by the relay, one
// by a file, one from screen to camera. Her table equals a recount of our own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ActionPage } from '../pages/action.ts';
import { AppBar } from '../pages/app-bar.ts';
import type { Dots } from '../pages/ballot.ts';
import { CardPage } from '../pages/card.ts';
import { Device, keepsTheApp, keepsTheWorker } from '../pages/device.ts';
import { FindingsPanel } from '../pages/findings.ts';
import { PrioritiesPage } from '../pages/priorities.ts';
import { SynchronizationPage } from '../pages/synchronization.ts';
import { WorkshopPage, readTotals } from '../pages/workshop.ts';
import { WorkshopsPage } from '../pages/workshops.ts';
import { browserWithCamera, film, watchCodes } from '../support/camera.ts';
import { MOBILITY } from '../support/contract.ts';
import { picture } from '../support/pictures.ts';
import { addUp, castOneCard, fingerprintOf, openBallot } from '../support/stories.ts';
import { expect, test } from '../support/test.ts';
import { countPaper, recount } from '../support/together.ts';

const RELAY_FOUND_AGAIN_MS = 45_000;
const CONCERTS = 'Des concerts gratuits dans les quartiers';
const CONCERTS_AGAIN = 'Concerts gratuits dans chaque quartier';

/** What each council does in its room; places on paper are of six people. */
const PLANS = [
  { council: 'Ambilly', title: 'Atelier de la Chapelle', ballot: [0, 0, 1], paper: { 0: 3, 3: 7 } },
  { council: 'Annemasse', title: 'Atelier du Perrier', ballot: [2, 3], paper: { 0: 9, 2: 6 } },
  { council: 'Gaillard', title: 'Atelier du Châtelet', ballot: [0, 2, 2], paper: { 1: 2, 2: 11 } },
  { council: 'Ville-la-Grand', title: 'Atelier de l’Étoile', ballot: [5], paper: { 0: 4, 5: 4 } },
] as const;

/** A council votes with no network at all; gives its dots. */
async function vote(device: Device, plan: (typeof PLANS)[number]): Promise<Dots> {
  const page = await device.open('/');
  await keepsTheApp(page);
  await keepsTheWorker(page);
  await device.setOffline(true);
  await page.close();
  const room = await device.open('/ateliers');
  const address = await new WorkshopsPage(room).createWorkshop({ title: plan.title, councils: [plan.council], cards: [MOBILITY] });
  const workshop = new WorkshopPage(room, address);
  await workshop.startRound();
  const ballot = await openBallot(device, workshop);
  const labels = await ballot.labels();
  const cast = await castOneCard(ballot, [...plan.ballot]);
  await new AppBar(ballot.page).expectSaved();
  await ballot.page.close();
  await workshop.endRound();
  const paper = await countPaper(workshop, labels, 6, plan.paper);
  await workshop.showResults();
  await new AppBar(workshop.page).expectSaved();
  await workshop.page.close();
  return addUp([cast, paper]);
}

test('four councils come together by relay, by file and by codes, and the table equals a recount', async ({
  newDevice,
  relay,
}) => {
  test.setTimeout(300_000);
  const folder = await mkdtemp(join(tmpdir(), 'six-cartes-film-'));
  const series = join(folder, 'series.y4m');
  const withCamera = await browserWithCamera(series);
  try {
    const context = await withCamera.newContext({
      locale: 'fr-FR',
      viewport: { width: 1280, height: 900 },
      reducedMotion: 'reduce',
      baseURL: relay.url,
    });
    const officer = new Device(context);
    const devices = [await newDevice(), await newDevice(), await newDevice(), await newDevice()] as const;
    const [ambilly, annemasse, gaillard, villeLaGrand] = devices;
    const dots: Dots[] = [];
    for (const [idx, device] of devices.entries()) dots.push(await vote(device, PLANS[idx] as (typeof PLANS)[number]));

    // Two of them bring the same action up to date, apart.
    for (const [device, step] of [
      [ambilly, 'Atteint'],
      [annemasse, 'En cours de lancement'],
    ] as const) {
      const action = new ActionPage(await device.open('/contrat/actions/3'), 3);
      await action.setStep(step);
      await new AppBar(action.page).expectSaved();
      await action.page.close();
    }

    // Two others propose nearly the same.
    for (const [device, label] of [
      [annemasse, CONCERTS],
      [gaillard, CONCERTS_AGAIN],
    ] as const) {
      const card = new CardPage(await device.open('/cartes/culture'), 'culture');
      await card.propose(label);
      await new AppBar(card.page).expectSaved();
      await card.page.close();
    }

    // Before anything comes, there is the vote of 2019.
    const page = await officer.open('/priorites');
    const priorities = new PrioritiesPage(page);
    const then = priorities.past.getByRole('group').filter({ hasText: MOBILITY });
    await then.locator('summary').click();
    const past = await readTotals(then);
    expect(past.size).toBeGreaterThan(0);

    // Two come by the relay.
    await page.goto('/synchronisation');
    const sync = new SynchronizationPage(page);
    for (const device of [ambilly, annemasse]) {
      await device.setOffline(false);
      const tab = await device.open('/');
      await new AppBar(tab).expectSent(RELAY_FOUND_AGAIN_MS);
    }
    const findings = new FindingsPanel(page);
    await expect(findings.badge(1)).toBeVisible({ timeout: RELAY_FOUND_AGAIN_MS });
    await expect(sync.since).toContainText('Atelier du Perrier');
    await picture('03-arrive', sync.since);
    await expect(page.getByRole('region', { name: 'Qui est là' })).toContainText('tablette', { timeout: 30_000 });

    // One by a file, which is looked at first.
    const file = await new SynchronizationPage(await gaillard.open('/synchronisation')).exportFile();
    await sync.choose(file);
    await expect(sync.preview).toContainText('1 bulletin');
    await expect(sync.preview).toContainText('Gaillard');
    await picture('02-apport', sync.preview);
    await sync.agree();

    // One from screen to camera, all of it: the officer's tablet shows nothing first.
    const showing = await villeLaGrand.open('/synchronisation');
    await showing.getByRole('button', { name: 'Envoyer à une autre tablette' }).click();
    await showing.getByRole('button', { name: 'Tout envoyer, sans lire de code' }).click();
    const codes = showing.getByRole('img', { name: 'Série de codes à lire avec l’autre tablette' });
    await film(series, await watchCodes(codes, 24), true);
    await page.getByRole('button', { name: 'Recevoir d’une autre tablette' }).click();
    await page.getByRole('button', { name: 'L’autre tablette montre ses codes' }).click();
    await expect(sync.preview).toContainText('Ville-la-Grand', { timeout: 60_000 });
    await sync.agree();

    // What only a person can settle.
    const conflict = await findings.unfold(/^État aujourd’hui\s: plusieurs valeurs/);
    await picture('04-regler', findings.open);
    await conflict.getByRole('button', { name: /^Garder «\sAtteint\s»/ }).click();
    await findings.expectNothing();
    await findings.duplicates.locator('summary', { hasText: /^Culture.*possible/ }).click();
    await picture('05-doublons', findings.duplicates);
    await findings.duplicates.getByRole('button', { name: new RegExp(`^Regrouper, et garder «\\s${CONCERTS}\\s»`) }).click();
    await expect(findings.duplicates.getByText('Les deux propositions sont regroupées.', { exact: false })).toBeVisible();

    await priorities.open();
    await expect(priorities.card(MOBILITY)).toBeVisible();
    const byLabel = (a: { label: string }, b: { label: string }) => a.label.localeCompare(b.label);
    const rows = (await priorities.rows(MOBILITY)).map(({ label, cells }) => ({ label, cells }));
    expect(rows.sort(byLabel)).toEqual(recount(dots, past).sort(byLabel));
    await picture('06-priorites', priorities.card(MOBILITY));

    // The rule is chosen in public, and what goes to the committee is frozen.
    await priorities.chooseRule({ body: 'Réunion des quatre conseils', reason: 'Choisi à main levée.', places: 3 });
    await picture('07-regle', priorities.rule);
    expect((await priorities.rows(MOBILITY)).filter((row) => row.isPriority).length).toBeGreaterThanOrEqual(3);

    await page.getByRole('button', { name: 'Figer une version' }).click();
    await page.getByRole('button', { name: 'Figer', exact: true }).click();
    await expect(page.getByText('La version 1 est figée.')).toBeVisible();
    await picture('08-version', page.getByRole('region', { name: 'Versions', exact: true }));
    await new AppBar(page).expectSent(RELAY_FOUND_AGAIN_MS);
    const fingerprint = await fingerprintOf(officer);
    const there = await annemasse.open('/synchronisation');
    await expect(new SynchronizationPage(there).fingerprint).toHaveText(fingerprint, { timeout: RELAY_FOUND_AGAIN_MS });
    const again = new PrioritiesPage(there);
    await again.open();
    expect((await again.rows(MOBILITY)).map(({ label, cells }) => ({ label, cells })).sort(byLabel)).toEqual(rows.sort(byLabel));
    expect(officer.faults).toEqual([]);
  } finally {
    await withCamera.close();
    await rm(folder, { recursive: true, force: true });
  }
});
