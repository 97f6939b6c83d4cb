import type { Locator, Page } from '@playwright/test';
import { MOBILITY, CULTURE } from '../support/contract.ts';
import { BallotPage } from '../pages/ballot.ts';
import { HomePage } from '../pages/home.ts';
import { openedRound } from '../support/stories.ts';
import { expect, test } from '../support/test.ts';

/** More stops than any of these pages has. */
const STOPS_MAX = 120;

/** Presses Tab (or Shift+Tab) until the element has the focus, and sees that it shows. */
async function reach(page: Page, element: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(element).toBeVisible();
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    if (await element.evaluate((node) => node === document.activeElement)) {
      const ring = await element.evaluate((node) => {
        // The ring of a tile to tick is drawn around the whole tile.
        const ringed = [node, node.closest('label')].filter((found) => found !== null);
        return ringed.map((found) => getComputedStyle(found)).some((style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0);
      });
      expect(ring, 'the focus shows').toBe(true);
      await expect(element).toBeInViewport();
      return;
    }
    await page.keyboard.press(key);
  }
  throw new Error(`${element} was not reached with ${key}`);
}

test('the whole vote, from home to a validated ballot, by keyboard only', async ({ device, newDevice }) => {
  const workshop = await openedRound(await newDevice(), {
    title: 'Atelier au clavier',
    councils: ['Annemasse', 'Gaillard'],
    cards: [MOBILITY, CULTURE],
  });
  const page = await device.open('/');
  const home = new HomePage(page);
  await expect(home.begin).toBeVisible();

  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Aller au contenu' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();

  await reach(page, home.councils.getByRole('radio').first());
  await page.keyboard.press('Space');
  await expect(home.councils.getByRole('radio', { name: 'Ambilly' })).toBeChecked();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const council = home.councils.getByRole('radio', { name: 'Gaillard' });
  await expect(council).toBeChecked();
  await expect(council).toBeFocused();

  await reach(page, home.begin, 'Shift+Tab');
  await page.keyboard.press('Enter');

  const ballot = new BallotPage(page, workshop.address);
  const [first = '', second = '', third = ''] = await ballot.labels();
  await reach(page, ballot.addButton(first));
  await page.keyboard.press('Space');
  await ballot.expectDots(first, 1, 2);
  await expect(ballot.addButton(first)).toBeFocused();
  await page.keyboard.press('Enter');
  await ballot.expectDots(first, 2, 2);
  await page.keyboard.press('Enter');
  await expect(ballot.refusal).toHaveText('Pas plus de 2 gommettes sur la même proposition.');
  await expect(ballot.addButton(first)).toBeFocused();

  await reach(page, ballot.addButton(third));
  await page.keyboard.press('Space');
  await ballot.expectRemaining(0);
  await reach(page, ballot.removeButton(first), 'Shift+Tab');
  await page.keyboard.press('Space');
  await ballot.expectDots(first, 1, 2);
  await reach(page, ballot.addButton(second));
  await page.keyboard.press('Enter');
  await ballot.expectDots(second, 1, 2);

  await reach(page, ballot.nextCard);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: CULTURE })).toBeFocused();
  const [there = ''] = await ballot.labels();
  await reach(page, ballot.addButton(there));
  await page.keyboard.press('Space');
  await ballot.expectDots(there, 1, 2);

  await reach(page, ballot.review);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Relisez votre bulletin' })).toBeFocused();
  await reach(page, ballot.change);
  await page.keyboard.press('Space');
  await ballot.expectDots(there, 1, 2);
  await reach(page, ballot.review);
  await page.keyboard.press('Enter');
  await reach(page, ballot.cast);
  await page.keyboard.press('Enter');
  await expect(ballot.done).toBeFocused();
  await workshop.expectBallots(1);

  await reach(page, ballot.change);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: CULTURE })).toBeFocused();
  await ballot.expectDots(there, 1, 2);
});

test('a facilitator opens, closes and reveals by keyboard only', async ({ device }) => {
  const page = await device.open('/ateliers');
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await reach(page, button('Nouvel atelier'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Titre' })).toBeFocused();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Atelier sans souris');
  await reach(page, page.getByRole('checkbox', { name: 'Ville-la-Grand' }));
  await page.keyboard.press('Space');
  await reach(page, button('Créer l’atelier'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Atelier sans souris' })).toBeVisible();

  await reach(page, button('Ouvrir le tour'));
  await page.keyboard.press('Enter');
  await reach(page, button('Clore le tour'));
  await page.keyboard.press('Enter');
  const closing = page.getByRole('dialog', { name: 'Clore le tour' });
  await expect(closing).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(closing).toBeHidden();
  await expect(button('Clore le tour')).toBeFocused();
  await page.keyboard.press('Enter');
  await reach(page, closing.getByRole('button', { name: 'Clore le tour' }));
  await page.keyboard.press('Enter');

  await reach(page, button('Révéler les résultats'));
  await page.keyboard.press('Enter');
  await reach(page, page.getByRole('dialog').getByRole('button', { name: 'Révéler les résultats' }));
  await page.keyboard.press('Space');
  await expect(page.getByRole('heading', { level: 2, name: 'Résultats', exact: true })).toBeFocused();
});
