// Pictures of every screen of the real app, for looking at them: node pictures.mjs FOLDER
//
// `FOLDER/{scheme}-{width}x{height}/{number}-{screen}.png` shows what the screen shows,
// `…-whole.png` the whole page where it is longer, `FOLDER/print/…pdf` what a printer gets.
// `ONLY=light-390x844,dark-820x1180` takes these sets only.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { CHROMIUM, CHROMIUM_ARGUMENTS, Relay } from './support/relay.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').Page | import('@playwright/test').Locator} Place */

const SIZES = [
  { width: 390, height: 844 },
  { width: 820, height: 1180 },
  { width: 1920, height: 1080 },
];
/** @type {Record<string, { colorScheme: 'light' | 'dark', contrast: 'more' | 'no-preference', forcedColors?: 'active' }>} */
const SCHEMES = {
  light: { colorScheme: 'light', contrast: 'no-preference' },
  dark: { colorScheme: 'dark', contrast: 'no-preference' },
  contrast: { colorScheme: 'light', contrast: 'more' },
  forced: { colorScheme: 'dark', contrast: 'more', forcedColors: 'active' },
};
const WHOLE_PAGE_MAX = 6000;
const TITLE = 'Atelier de la Maison des habitants';
const COUNCILS = ['Annemasse', 'Annemasse', 'Annemasse', 'Annemasse', 'Annemasse', 'Ambilly', 'Gaillard', 'Ville-la-Grand'];
const CODE = '2580';

const folder = resolve(process.argv[2] ?? 'pictures');
const sets = Object.entries(SCHEMES)
  .flatMap(([scheme, media]) => SIZES.map((size) => ({ media, size, name: `${scheme}-${size.width}x${size.height}` })))
  .filter((set) => !process.env.ONLY || process.env.ONLY.split(',').includes(set.name));
let n_screens = 0;

/** @type {(name: string, of: Place) => import('@playwright/test').Locator} */
const region = (name, of) => of.getByRole('region', { name, exact: true });
/** @type {(name: string, of: Place) => import('@playwright/test').Locator} */
const button = (name, of) => of.getByRole('button', { name, exact: true });

const relay = await Relay.start();
const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGUMENTS });
try {
  for (const set of sets) await mkdir(join(folder, set.name), { recursive: true });
  await mkdir(join(folder, 'print'), { recursive: true });
  await takeAll();
} finally {
  await browser.close();
  await relay.dispose();
}

async function takeAll() {
  const page = await device();
  await quietScreens(page);
  const workshop = await prepare(page);
  const codes = await printCodes(page, workshop);
  await openRound(page, workshop);
  for (const [idx, council] of COUNCILS.entries()) await castBallot(workshop, codes[idx] ?? '', council, idx);
  await lentTablet(workshop, codes.slice(COUNCILS.length));
  await closeAndReveal(page, workshop);
}

/**
 * Screens that need no workshop.
 *
 * @param {Page} page
 */
async function quietScreens(page) {
  await take(page, '/', 'home-first');
  await page.getByRole('radio', { name: 'Annemasse', exact: true }).click();
  await take(page, '/', 'home');
  for (const card of ['mobilite', 'participation', 'education', 'emploi', 'tranquillite', 'culture']) {
    await take(page, `/cartes/${card}`, `card-${card}`);
  }
  await button('Ajouter une remarque', page).click();
  await button('Ajouter une proposition', page).click();
  await snap(page, 'card-forms');
  await take(page, '/contrat', 'contract');
  await take(page, '/contrat?q=ecole', 'contract-search', /réponse/);
  await take(page, '/contrat/orientations/3', 'orientation');
  await take(page, '/contrat/actions/12', 'action');
  await take(page, '/reglages', 'settings');
  await take(page, '/nulle-part', 'not-found');
}

/**
 * A workshop before its round.
 *
 * @param {Page} page
 */
async function prepare(page) {
  await take(page, '/ateliers?nouveau', 'new-workshop');
  await page.getByLabel('Titre').fill(TITLE);
  await page.getByLabel('Lieu').fill('Maison des habitants, Annemasse');
  for (const council of new Set(COUNCILS)) {
    await page.getByRole('checkbox', { name: council, exact: true }).check();
  }
  await page.getByLabel('Code de l’animateur').fill(CODE);
  await button('Créer l’atelier', page).click();
  await page.getByRole('heading', { name: 'Pas encore de tour' }).waitFor();
  const workshop = new URL(page.url()).pathname;
  await snap(page, 'workshop-new');
  await take(page, `${workshop}/preparation`, 'preparation');
  const card = region('Culture', page);
  await card.locator('summary').first().click();
  await snap(page, 'preparation-card');
  await take(page, `${workshop}/affiches`, 'posters');
  await print(page, 'posters');
  return workshop;
}

/**
 * @param {Page} page
 * @param {string} workshop
 */
async function printCodes(page, workshop) {
  await page.goto(workshop);
  await button('Préparer le tour', page).click();
  await page.getByRole('spinbutton', { name: 'Nombre de personnes' }).fill('24');
  await button('Créer des codes', page).click();
  await page.getByRole('link', { name: 'Imprimer les codes' }).click();
  const sheet = page.getByRole('region', { name: /^Page 1/ });
  await sheet.waitFor();
  await snap(page, 'codes');
  await print(page, 'codes');
  const slips = sheet.getByRole('listitem');
  return slips.evaluateAll((slips) => slips.map((slip) => (slip.querySelectorAll('p')[1]?.textContent ?? '').replace(/\s/g, '')));
}

/**
 * @param {Page} page
 * @param {string} workshop
 */
async function openRound(page, workshop) {
  await page.goto(workshop);
  await button('Compter les présents', page).click();
  await page.getByRole('spinbutton', { name: 'Personnes présentes' }).fill('12');
  await snap(page, 'workshop-prepared');
  await button('Enregistrer les présents', page).click();
  await take(page, `${workshop}/projection`, 'projection-waiting');
  await page.goto(workshop);
  await button('Ouvrir le tour', page).click();
  await page.getByRole('heading', { name: 'Tour ouvert' }).waitFor();
  await sent(page);
}

/**
 * A code's ballot on a tablet of its own.
 *
 * @param {string} workshop
 * @param {string} code
 * @param {string} council
 * @param {number} seed
 */
async function castBallot(workshop, code, council, seed) {
  const page = await device();
  await page.goto('/');
  await page.getByText(TITLE).waitFor();
  await page.goto(`${workshop}/bulletin#code=${code}`);
  await button('Ouvrir mon bulletin', page).click();
  await page.getByRole('radio', { name: council, exact: true }).check({ force: true });
  const proposals = page.getByRole('button', { name: /^Ajouter une gommette à/ });
  for (let card = 1; card <= 6; card += 1) {
    await page.getByText(`Carte ${card} sur 6`, { exact: true }).waitFor();
    const count = await proposals.count();
    // Some agree, some do not: a ranking with ties.
    for (const idx of [0, 0, (seed * 3 + card) % count]) {
      if ((seed + card) % 4 !== 3 || idx > 0) await proposals.nth((idx + (seed % 3)) % count).click({ force: true });
    }
    if (card < 6) await button('Carte suivante', page).click();
  }
  await button('Relire mon bulletin', page).click();
  await button('Valider mon bulletin', page).click();
  await button('Personne suivante', page).waitFor();
  await sent(page);
  await page.context().close();
}

/**
 * A tablet that goes from hand to hand, step by step.
 *
 * @param {string} workshop
 * @param {string[]} codes
 */
async function lentTablet(workshop, codes) {
  const page = await device();
  await take(page, '/', 'home-open', TITLE);
  await take(page, workshop, 'workshop-open', 'Tour ouvert');
  await button('Prêter cette tablette', page).click();
  await snap(page, 'lend');
  await page.getByRole('radio', { name: /^Tablette partagée/ }).check({ force: true });
  await button('Prêter', page.getByRole('dialog')).click();
  await page.getByRole('textbox', { name: 'Mon code' }).waitFor();
  await snap(page, 'code-box');
  await page.getByRole('textbox', { name: 'Mon code' }).fill(codes[0] ?? '');
  await button('Ouvrir mon bulletin', page).click();
  const proposals = page.getByRole('button', { name: /^Ajouter une gommette à/ });
  await proposals.first().waitFor();
  await snap(page, 'ballot-empty');
  for (const place of [0, 2, 2]) await proposals.nth(place).click();
  await snap(page, 'ballot');
  // A refused button stays in reach, and answers with a sentence.
  await proposals.nth(1).click({ force: true });
  await snap(page, 'ballot-refusal');
  await button('Carte suivante', page).click();
  await proposals.nth(1).click();
  await button('Relire mon bulletin', page).click();
  await snap(page, 'review');
  await button('Valider mon bulletin', page).click();
  await button('Personne suivante', page).waitFor();
  await snap(page, 'hand-over');
}

/**
 * @param {Page} page
 * @param {string} workshop
 */
async function closeAndReveal(page, workshop) {
  await page.goto(workshop);
  await page.getByText(/^9\sbulletins sur/).waitFor();
  await snap(page, 'workshop-running');
  await take(page, `${workshop}/projection`, 'projection-open');
  await page.goto(workshop);
  await button('Clore le tour', page).click();
  await snap(page, 'question');
  await button('Clore le tour', page.getByRole('dialog')).click();
  await page.getByRole('heading', { name: 'Tour clos' }).waitFor();
  const paper = region('Gommettes sur papier', page);
  await button('Saisir un comptage papier', paper).click();
  await paper.getByRole('spinbutton', { name: 'Nombre de personnes' }).fill('5');
  await paper.locator('summary').first().click();
  await paper.getByRole('spinbutton').nth(1).fill('40');
  await snap(page, 'workshop-closed');
  await button('Annuler', paper).click();
  await page.getByRole('button', { name: /^Révéler « Mobilité/ }).click();
  await take(page, `${workshop}/projection`, 'projection-card');
  await page.goto(workshop);
  await button('Révéler les résultats', page).click();
  await button('Révéler les résultats', page.getByRole('dialog')).click();
  await page.getByRole('heading', { name: 'Résultats', exact: true }).waitFor();
  await button('Terminer l’atelier', page).click();
  await page.getByText(/^Version 1, figée/).waitFor();
  await snap(page, 'results');
  await take(page, `${workshop}/compte-rendu`, 'report');
  await print(page, 'report');
  await take(page, '/cartes/mobilite', 'card-after', 'Mobilité');
  await take(page, '/ateliers', 'workshops', TITLE);
  await take(page, '/synchronisation', 'synchronization', 'Empreinte');
}

/**
 * @param {Page} page
 */
async function sent(page) {
  await page.getByText('Envoyé au relais', { exact: true }).first().waitFor();
}

/** A new device: its own storage. */
async function device() {
  const context = await browser.newContext({
    baseURL: relay.url,
    viewport: { width: 820, height: 1180 },
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => console.error('page error:', error.message));
  page.on('console', (message) => message.type() === 'error' && console.error('console:', message.text(), page.url()));
  return page;
}

/**
 * Opens an address and takes its pictures.
 *
 * @param {Page} page
 * @param {string} address
 * @param {string} name
 * @param {string | RegExp} [waitFor]
 */
async function take(page, address, name, waitFor) {
  await page.goto(address);
  await page.getByRole('heading', { level: 1 }).waitFor();
  if (waitFor) await page.getByText(waitFor).first().waitFor();
  await snap(page, name);
}

/**
 * Takes pictures of what shows, in every set.
 *
 * @param {Page} page
 * @param {string} name
 */
async function snap(page, name) {
  n_screens += 1;
  const numbered = `${String(n_screens).padStart(2, '0')}-${name}`;
  await page.evaluate(() => document.fonts.ready);
  for (const { media, size, name: set } of sets) {
    await page.emulateMedia({ forcedColors: 'none', ...media });
    await page.setViewportSize(size);
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.waitForTimeout(150);
    await page.screenshot({ path: join(folder, set, `${numbered}.png`) });
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    if (height > size.height * 1.05) {
      // A screen as high as the page: what is fixed stays at the edges.
      await page.setViewportSize({ width: size.width, height: Math.min(height, WHOLE_PAGE_MAX) });
      await page.screenshot({ path: join(folder, set, `${numbered}-whole.png`) });
    }
  }
  await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference', forcedColors: 'none' });
  await page.setViewportSize({ width: 820, height: 1180 });
  console.log(numbered);
}

/**
 * What a printer gets.
 *
 * @param {Page} page
 * @param {string} name
 */
async function print(page, name) {
  await page.pdf({ path: join(folder, 'print', `${name}.pdf`), preferCSSPageSize: true });
}
