// Pictures of every screen of the real app, for looking at them: node pictures.mjs FOLDER
//
// `FOLDER/{scheme}-{width}x{height}/{screen}.png` shows what the screen shows,
// `{screen}-whole.png` the whole page where it is longer. `ONLY=light-390x844` takes one set.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { CHROMIUM, CHROMIUM_ARGUMENTS, Relay } from './support/relay.mjs';

const SIZES = [
  { width: 390, height: 844 },
  { width: 820, height: 1180 },
  { width: 1920, height: 1080 },
];
const TITLE = 'Atelier de la Maison des habitants';
const COUNCILS = ['Annemasse', 'Annemasse', 'Annemasse', 'Annemasse', 'Annemasse', 'Ambilly', 'Gaillard', 'Ville-la-Grand'];
const WHOLE_PAGE_MAX = 6000;

/** @typedef {{ scheme: 'light' | 'dark', size: { width: number, height: number }, name: string }} PictureSet */

const folder = resolve(process.argv[2] ?? 'pictures');
/** @type {PictureSet[]} */
const sets = /** @type {('light' | 'dark')[]} */ (['light', 'dark'])
  .flatMap((scheme) => SIZES.map((size) => ({ scheme, size, name: `${scheme}-${size.width}x${size.height}` })))
  .filter((set) => !process.env.ONLY || process.env.ONLY.split(',').includes(set.name));

const relay = await Relay.start();
const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGUMENTS });
try {
  await takeAll();
} finally {
  await browser.close();
  await relay.dispose();
}

async function takeAll() {
  const facilitator = await device({ width: 820, height: 1180 }, 'light');
  const tablets = [];
  for (const set of sets) {
    await mkdir(join(folder, set.name), { recursive: true });
    tablets.push({ set, page: await device(set.size, set.scheme) });
  }
  for (const { set, page } of tablets) await quietScreens(page, set);
  const workshop = await openWorkshop(facilitator);
  for (const [idx, council] of COUNCILS.entries()) await castBallot(workshop, council, idx);
  for (const { set, page } of tablets) await ballotScreens(page, set, workshop);
  await closeRound(facilitator);
  for (const { set, page } of tablets) await take(page, set, `${workshop}`, 'workshop-closed', 'Tour clos');
  await reveal(facilitator);
  for (const { set, page } of tablets) {
    await take(page, set, `${workshop}`, 'results', 'Résultats révélés');
    await take(page, set, '/cartes/mobilite', 'card-after', 'Mobilité');
    await take(page, set, '/ateliers', 'workshops', TITLE);
    await take(page, set, '/synchronisation', 'synchronization', 'Empreinte');
  }
}

/**
 * Screens that need no workshop.
 *
 * @param {import('@playwright/test').Page} page
 * @param {PictureSet} set
 */
async function quietScreens(page, set) {
  await take(page, set, '/', 'home-first');
  await page.getByRole('radio', { name: 'Annemasse', exact: true }).click();
  await take(page, set, '/', 'home');
  for (const card of ['mobilite', 'participation', 'education', 'emploi', 'tranquillite', 'culture']) {
    await take(page, set, `/cartes/${card}`, `card-${card}`);
  }
  await page.getByRole('button', { name: 'Ajouter une remarque' }).click();
  await page.getByRole('button', { name: 'Ajouter une proposition' }).click();
  await snap(page, set, 'card-forms');
  await take(page, set, '/contrat', 'contract');
  await take(page, set, '/contrat?q=ecole', 'contract-search', /réponse/);
  await take(page, set, '/contrat/orientations/3', 'orientation');
  await take(page, set, '/contrat/actions/12', 'action');
  await take(page, set, '/reglages', 'settings');
  await take(page, set, '/ateliers?nouveau', 'new-workshop');
  await take(page, set, '/nulle-part', 'not-found');
}

/**
 * The ballot, step by step.
 *
 * @param {import('@playwright/test').Page} page
 * @param {PictureSet} set
 * @param {string} workshop
 */
async function ballotScreens(page, set, workshop) {
  await take(page, set, '/', 'home-open', TITLE);
  await take(page, set, workshop, 'workshop-open', 'Tour ouvert');
  await take(page, set, `${workshop}/bulletin`, 'ballot-empty');
  const proposals = page.getByRole('button', { name: /^Ajouter une gommette à/ });
  await proposals.nth(0).click();
  await proposals.nth(2).click();
  await proposals.nth(2).click();
  await snap(page, set, 'ballot');
  // A refused button stays in reach, and answers with a sentence.
  await proposals.nth(1).click({ force: true });
  await snap(page, set, 'ballot-refusal');
  await page.getByRole('button', { name: 'Carte suivante' }).click();
  await proposals.nth(1).click();
  await snap(page, set, 'ballot-second-card');
  await page.getByRole('button', { name: 'Relire mon bulletin' }).click();
  await snap(page, set, 'review');
  await page.getByRole('button', { name: 'Valider mon bulletin' }).click();
  await page.getByRole('heading', { name: /Votre bulletin est validé/ }).waitFor();
  await snap(page, set, 'done');
}

/**
 * @param {import('@playwright/test').Page} page
 */
async function openWorkshop(page) {
  await page.goto('/ateliers');
  await page.getByRole('button', { name: 'Nouvel atelier' }).click();
  await page.getByLabel('Titre').fill(TITLE);
  await page.getByLabel('Lieu').fill('Maison des habitants, Annemasse');
  for (const council of new Set(COUNCILS)) {
    await page.getByRole('checkbox', { name: council, exact: true }).check();
  }
  await page.getByRole('button', { name: 'Créer l’atelier' }).click();
  await page.getByRole('button', { name: 'Ouvrir le tour' }).click();
  await page.getByRole('heading', { name: 'Tour ouvert' }).waitFor();
  await sent(page);
  return new URL(page.url()).pathname;
}

/**
 * @param {string} workshop
 * @param {string} council
 * @param {number} seed
 */
async function castBallot(workshop, council, seed) {
  const page = await device({ width: 390, height: 844 }, 'light');
  await page.goto('/');
  await page.getByRole('radio', { name: council, exact: true }).click();
  await page.getByText(TITLE).waitFor();
  await page.getByRole('link', { name: 'Commencer mon bulletin' }).click();
  const proposals = page.getByRole('button', { name: /^Ajouter une gommette à/ });
  const next = page.getByRole('button', { name: 'Carte suivante' });
  for (let card = 1; card <= 6; card += 1) {
    await page.getByText(`Carte ${card} sur 6`, { exact: true }).waitFor();
    const count = await proposals.count();
    // Some agree, some do not: a ranking with ties.
    for (const idx of [0, 0, (seed * 3 + card) % count]) {
      if ((seed + card) % 4 !== 3 || idx > 0) await proposals.nth((idx + (seed % 3)) % count).click({ force: true });
    }
    if (card < 6) await next.click();
  }
  await page.getByRole('button', { name: 'Relire mon bulletin' }).click();
  await page.getByRole('button', { name: 'Valider mon bulletin' }).click();
  await page.getByRole('heading', { name: /Votre bulletin est validé/ }).waitFor();
  await sent(page);
  await page.context().close();
}

/**
 * @param {import('@playwright/test').Page} page
 */
async function closeRound(page) {
  await page.getByText(new RegExp(`${COUNCILS.length + sets.length}\\s+bulletins`)).first().waitFor();
  await page.getByRole('button', { name: 'Clore le tour' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Clore le tour' }).click();
  await page.getByRole('heading', { name: 'Tour clos' }).waitFor();
  await sent(page);
}

/**
 * @param {import('@playwright/test').Page} page
 */
async function reveal(page) {
  await page.getByRole('button', { name: 'Révéler les résultats' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Révéler les résultats' }).click();
  await page.getByRole('heading', { name: 'Résultats', exact: true }).waitFor();
  await sent(page);
}

/**
 * @param {import('@playwright/test').Page} page
 */
async function sent(page) {
  await page.getByText('Envoyé au relais', { exact: true }).first().waitFor();
}

/**
 * A new device: its own storage.
 *
 * @param {{ width: number, height: number }} size
 * @param {'light' | 'dark'} scheme
 */
async function device(size, scheme) {
  const context = await browser.newContext({
    baseURL: relay.url,
    viewport: size,
    colorScheme: scheme,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    hasTouch: size.width < 1000,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error('page error:', error.message));
  page.on('console', (message) => message.type() === 'error' && console.error('console:', message.text(), page.url()));
  return page;
}

/**
 * Opens an address and takes its picture.
 *
 * @param {import('@playwright/test').Page} page
 * @param {PictureSet} set
 * @param {string} address
 * @param {string} name
 * @param {string | RegExp} [waitFor]
 */
async function take(page, set, address, name, waitFor) {
  await page.goto(address);
  await page.getByRole('heading', { level: 1 }).waitFor();
  if (waitFor) await page.getByText(waitFor).first().waitFor();
  await snap(page, set, name);
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {PictureSet} set
 * @param {string} name
 */
async function snap(page, set, name) {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(folder, set.name, `${name}.png`) });
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (height > set.size.height * 1.05) {
    // A screen as high as the page: what is fixed stays at the edges.
    await page.setViewportSize({ width: set.size.width, height: Math.min(height, WHOLE_PAGE_MAX) });
    await page.screenshot({ path: join(folder, set.name, `${name}-whole.png`) });
    await page.setViewportSize(set.size);
  }
  console.log(`${set.name}/${name}`);
}
