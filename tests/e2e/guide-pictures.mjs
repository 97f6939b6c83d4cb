// Pictures of the real screens for the facilitator's guide:
//   node tests/e2e/guide-pictures.mjs docs/pictures/guide
import { chromium } from '@playwright/test';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CHROMIUM, CHROMIUM_ARGUMENTS, Relay } from './support/relay.mjs';

const folder = process.argv[2] ?? 'docs/pictures/guide';
await mkdir(folder, { recursive: true });
const relay = await Relay.start();
const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGUMENTS });
/** @type {import('@playwright/test').BrowserContextOptions} */
const options = { baseURL: relay.url, viewport: { width: 820, height: 900 }, locale: 'fr-FR', timezoneId: 'Europe/Paris', reducedMotion: 'reduce' };
const device = await browser.newContext(options);
const page = await device.newPage();

/** @typedef {import('@playwright/test').Page | import('@playwright/test').Locator} Place */
/** @type {(name: string, of?: Place) => import('@playwright/test').Locator} */
const region = (name, of = page) => of.getByRole('region', { name, exact: true });
/** @type {(name: string, of?: Place) => import('@playwright/test').Locator} */
const button = (name, of = page) => of.getByRole('button', { name, exact: true });

/**
 * Takes a picture of a part of the page, or of its top.
 *
 * @param {string} name
 * @param {import('@playwright/test').Locator} [locator]
 */
async function picture(name, locator) {
  if (!locator) await page.evaluate(() => window.scrollTo(0, 0));
  await page.waitForTimeout(300);
  const path = join(folder, `${name}.png`);
  if (locator) await locator.screenshot({ path });
  else await page.screenshot({ path });
}

try {
  await page.goto('/reglages');
  await picture('01-essai', region('S’entraîner'));

  await page.goto('/ateliers');
  await button('Nouvel atelier').click();
  await page.getByRole('textbox', { name: 'Lieu' }).fill('Maison de quartier');
  for (const council of ['Annemasse', 'Gaillard']) await page.getByRole('checkbox', { name: council, exact: true }).check();
  await page.getByRole('textbox', { name: 'Code de l’animateur' }).fill('2580');
  await picture('02-creer', region('Nouvel atelier'));
  await button('Créer l’atelier').click();
  await page.getByRole('heading', { level: 2, name: 'Pas encore de tour' }).waitFor();
  const address = new URL(page.url()).pathname;

  await page.goto(`${address}/preparation`);
  const card = region('Culture');
  await card.locator('summary', { hasText: 'Choisir et ranger' }).click();
  await picture('03-preparer', card);

  await page.goto(address);
  await button('Préparer le tour').click();
  await page.getByRole('spinbutton', { name: 'Nombre de personnes' }).fill('24');
  await button('Créer des codes').click();
  await page.getByRole('link', { name: 'Imprimer les codes' }).click();
  const sheet = page.getByRole('region', { name: /^Page 1/ });
  await sheet.waitFor();
  const codes = (await sheet.getByRole('listitem').evaluateAll((slips) =>
    slips.map((slip) => slip.querySelectorAll('p')[1]?.textContent ?? ''))).map((code) => code.replace(/\s/g, ''));
  await picture('04-codes', sheet);

  await page.goto(address);
  await picture('05-entrer', region('Faire entrer des tablettes'));
  await button('Compter les présents').click();
  await page.getByRole('spinbutton', { name: 'Personnes présentes' }).fill('17');
  await button('Enregistrer les présents').click();
  await button('Ouvrir le tour').click();
  await page.getByRole('heading', { level: 2, name: 'Tour ouvert' }).waitFor();
  await picture('06-ouvert');

  // Two tablets that do not meet: the same code on both, and three other ballots.
  /** @type {(context: import('@playwright/test').BrowserContext, code: string | undefined, places: number[], council: string) => Promise<void>} */
  const ballot = async (context, code, places, council) => {
    const tab = await context.newPage();
    await tab.goto(`${address}/bulletin#code=${code}`);
    await button('Ouvrir mon bulletin', tab).click();
    const choice = tab.getByRole('radio', { name: council, exact: true });
    const add = tab.getByRole('button', { name: /^Ajouter une gommette/ });
    await add.first().waitFor();
    if (await choice.isVisible()) await choice.check({ force: true });
    for (const place of places) await add.nth(place).click();
    await button('Relire mon bulletin', tab).click();
    await button('Valider mon bulletin', tab).click();
    await button('Personne suivante', tab).waitFor();
    await tab.getByText('Enregistré sur cette tablette').waitFor();
    await tab.close();
  };
  const places = [[0, 0, 2], [0, 2, 3], [2, 2, 0], [5, 0, 0], [1, 1, 2], [0, 4, 4]];
  for (const [turn, dots] of places.entries()) await ballot(device, codes[turn], dots, 'Annemasse');
  for (const [turn, dots] of places.entries()) await ballot(device, codes[turn + 6], dots.map((place) => (place + 1) % 6), 'Gaillard');
  const other = await browser.newContext(options);
  const elsewhere = await other.newPage();
  await elsewhere.goto('/');
  await elsewhere.getByRole('link', { name: 'Commencer mon bulletin' }).waitFor();
  await elsewhere.evaluate(async () => void (await navigator.serviceWorker.ready));
  await other.setOffline(true);
  await elsewhere.close();
  await ballot(other, codes[20], [0, 0, 1], 'Annemasse');
  await ballot(device, codes[20], [1, 2, 3], 'Annemasse');

  await page.goto(address);
  await button('Clore le tour').click();
  await button('Clore le tour', page.getByRole('dialog')).click();
  await page.getByRole('heading', { level: 2, name: 'Tour clos' }).waitFor();
  await other.setOffline(false);
  const back = await other.newPage();
  await back.goto('/');
  await page.getByRole('heading', { name: 'À arbitrer' }).waitFor({ timeout: 60_000 });
  const paper = region('Gommettes sur papier');
  await button('Saisir un comptage papier', paper).click();
  await paper.getByRole('spinbutton', { name: 'Nombre de personnes' }).fill('5');
  await paper.locator('summary').first().click();
  await picture('07-papier', paper);
  await button('Annuler', paper).click();
  await picture('08-arbitrer', region('À arbitrer'));

  await page.getByRole('button', { name: /^Révéler « Mobilité/ }).click();
  const screen = await device.newPage();
  await screen.setViewportSize({ width: 1280, height: 720 });
  await screen.goto(`${address}/projection`);
  await screen.getByRole('heading', { level: 1, name: /^Mobilité/ }).waitFor();
  await screen.waitForTimeout(1_500);
  await screen.screenshot({ path: join(folder, '09-reveler.png') });
  await screen.close();
  await button('Terminer l’atelier').click();
  await page.getByText(/^Version 1, figée/).waitFor();
  await picture('10-terminer', region('Fin de l’atelier'));
} finally {
  await browser.close();
  await relay.dispose();
}
