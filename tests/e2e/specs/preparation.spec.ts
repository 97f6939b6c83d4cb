import type { Page } from '@playwright/test';
import { AppBar } from '../pages/app-bar.ts';
import { BallotPage } from '../pages/ballot.ts';
import { CardPage } from '../pages/card.ts';
import { PreparationPage } from '../pages/preparation.ts';
import { WorkshopPage, readTotals } from '../pages/workshop.ts';
import { WorkshopsPage } from '../pages/workshops.ts';
import { CULTURE, MOBILITY } from '../support/contract.ts';
import { ONE_CARD_PLAN, castOneCard, openedRound } from '../support/stories.ts';
import { expect, test } from '../support/test.ts';

const BUSES = 'Des bus gratuits le soir';
const BUSES_AGAIN = 'Le soir, gratuité des bus';
const LABEL_CHARS_MAX = 300;

/** « 1. Wording » of each proposal of a ballot or of a poster: the number stands beside the words. */
async function numberedIn(page: Page, row: string, number: string, label: string): Promise<string[]> {
  await expect(page.locator(row).first()).toBeVisible();
  return page.locator(row).evaluateAll(
    (rows, [number, label]) =>
      rows.map((row) => {
        const text = (selector: string) => row.querySelector(selector)?.textContent?.trim() ?? '';
        return `${text(number)}. ${text(label)}`;
      }),
    [number, label] as const,
  );
}

const onBallot = (page: Page) => numberedIn(page, '.proposal-row', '.proposal-row__number', '.proposal-row__label');
const onPoster = (page: Page) => numberedIn(page, '.poster__line', '.poster__number', '.poster__label');

test('a table is chosen, ordered, worded and grouped; ballot and poster show exactly that', async ({ device }) => {
  const page = await device.open('/ateliers');
  const workshop = new WorkshopPage(
    page,
    await new WorkshopsPage(page).createWorkshop({ ...ONE_CARD_PLAN, cards: [MOBILITY, CULTURE] }),
  );
  await page.getByRole('link', { name: 'Préparer l’atelier' }).click();
  const preparation = new PreparationPage(page, workshop.address);

  await test.step('drop a card, and be told of a date that is past', async () => {
    await preparation.edit.click();
    await page.getByRole('checkbox', { name: CULTURE, exact: true }).uncheck();
    await page.getByLabel('Date', { exact: true }).fill('2020-01-31');
    await expect(page.getByText('Cette date est passée.')).toBeVisible();
    const number = page.getByRole('spinbutton', { name: 'Gommettes par personne' });
    await number.fill('0');
    await number.blur();
    await expect(number).toHaveValue('1');
    await number.fill('4');
    await number.blur();
    const cap = page.getByRole('spinbutton', { name: 'Au plus sur une proposition' });
    await cap.fill('9');
    await cap.blur();
    await expect(cap).toHaveValue('4');
    await preparation.save.click();
    await expect(page.getByText('L’atelier est modifié.')).toBeVisible();
    await expect(page.getByRole('region', { name: CULTURE, exact: true })).toBeHidden();
  });

  await preparation.open();
  const card = preparation.card(MOBILITY);
  const printed = await card.numbered();
  expect(printed).toHaveLength(9);
  const wording = (place: number) => (printed[place] ?? '').replace(/^\d+\. /, '');

  await test.step('order, take off, reword, add', async () => {
    await card.button('Descendre', wording(0)).click();
    await expect(card.said).toContainText('porte maintenant le numéro 2');
    await expect(card.button('Descendre', wording(0))).toBeFocused();
    await card.button('Retirer', wording(8)).click();
    await expect(card.off).toContainText(wording(8));
    await card.reword(wording(7), 'Des trottoirs sûrs');
    await expect(card.table).toContainText(`Texte d’avant, qui garde ses gommettes : « ${wording(7)} »`);
    await card.add(BUSES);
    await card.add(BUSES_AGAIN);
    expect((await card.numbered()).slice(-3)).toEqual(['8. Des trottoirs sûrs', `9. ${BUSES}`, `10. ${BUSES_AGAIN}`]);
  });

  await test.step('refuse ten thousand characters, and keep them in the field', async () => {
    const long = 'é'.repeat(10_000);
    await card.add(long);
    await expect(card.region.getByText(`Ce texte a 10000 caractères. Il en faut ${LABEL_CHARS_MAX} au plus.`)).toBeVisible();
    await expect(card.region.getByRole('textbox', { name: 'Votre proposition' })).toHaveValue(long);
    await card.region.getByRole('button', { name: 'Annuler' }).click();
  });

  await test.step('group with a suggestion, undo exactly, group again', async () => {
    const before = await card.numbered();
    await card.openDuplicates();
    await expect(card.region.getByText(/^Mots communs\s: bus, gratuits, soir$/)).toBeVisible();
    const group = card.region.getByRole('button', { name: `Regrouper « ${BUSES_AGAIN} » avec « ${BUSES} »` });
    await group.click();
    await expect(card.button('Dégrouper', BUSES_AGAIN)).toBeVisible();
    expect(await card.numbered()).toEqual(before.slice(0, -1));
    await card.button('Dégrouper', BUSES_AGAIN).click();
    await expect(card.button('Monter', BUSES_AGAIN)).toBeVisible();
    expect(await card.numbered()).toEqual(before);
    await group.click();
    await expect(card.button('Dégrouper', BUSES_AGAIN)).toBeVisible();
  });

  const prepared = await card.numbered();
  await test.step('the poster has the same numbers', async () => {
    await preparation.posters.click();
    await expect(page.getByRole('heading', { level: 1, name: 'Affiches à imprimer' })).toBeVisible();
    expect(await onPoster(page)).toEqual(prepared);
    await expect(page.getByText(`Aussi : ${BUSES_AGAIN}`)).toBeVisible();
    await expect(page.getByText(/choisissez l’échelle 71\s%/)).toBeVisible();
  });

  await test.step('the ballot too; what comes next is for the next round', async () => {
    await workshop.open();
    await workshop.startRound();
    const ballot = new BallotPage(await device.open('/'), workshop.address);
    await ballot.open();
    expect(await onBallot(ballot.page)).toEqual(prepared);
    await preparation.open();
    await expect(page.getByText('Un tour est en cours', { exact: true })).toBeVisible();
    await expect(card.button('Dégrouper', BUSES_AGAIN)).toBeHidden();
    await card.button('Monter', wording(0)).click();
    await expect(card.said).toContainText('porte maintenant le numéro 1');
    await ballot.page.reload();
    expect(await onBallot(ballot.page)).toEqual(prepared);
    await page.goto(`${workshop.address}/affiches`);
    expect(await onPoster(page)).toEqual(prepared);
  });

  await test.step('and a card goes back to what was printed', async () => {
    await preparation.open();
    await card.region.getByRole('button', { name: 'Remettre comme imprimé' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remettre comme imprimé' }).click();
    await expect(card.said).toContainText('La carte est comme imprimée.');
    expect(await card.numbered()).toEqual(printed);
    await expect(card.off).toContainText(BUSES);
  });
});

test('two facilitators choose apart: one choice is kept everywhere, and both are told', async ({ newDevice }) => {
  const [one, other] = [await newDevice(), await newDevice()];
  const page = await one.open('/ateliers');
  const address = await new WorkshopsPage(page).createWorkshop(ONE_CARD_PLAN);
  await new AppBar(page).expectSent();
  const first = new PreparationPage(page, address);
  const second = new PreparationPage(await other.open('/ateliers'), address);
  await expect(second.page.getByRole('link', { name: ONE_CARD_PLAN.title })).toBeVisible();
  for (const preparation of [first, second]) {
    await preparation.open();
    await expect(preparation.card(MOBILITY).table).toBeVisible();
  }
  const label = (await first.card(MOBILITY).numbered())[0]?.replace(/^1\. /, '') ?? '';
  for (const device of [one, other]) await device.setOffline(true);
  await first.card(MOBILITY).button('Descendre', label).click();
  await second.card(MOBILITY).button('Retirer', label).click();
  for (const device of [one, other]) await device.setOffline(false);

  const told = 'Deux tablettes ont choisi des propositions chacune de son côté';
  for (const preparation of [first, second]) await expect(preparation.page.getByText(told)).toBeVisible({ timeout: 40_000 });
  expect(await first.card(MOBILITY).numbered()).toEqual(await second.card(MOBILITY).numbered());
  const sync = await other.open('/synchronisation');
  await expect(sync.getByText(/^Les propositions de cet atelier ont été choisies de deux façons/)).toBeVisible();
  await first.page.getByRole('button', { name: 'Garder ce choix' }).click();
  for (const preparation of [first, second]) await expect(preparation.page.getByText(told)).toBeHidden();
});

test('a remark and a proposal are hidden with a reason; the trace stays, the words are nowhere', async ({ newDevice }) => {
  const facilitator = await newDevice();
  const workshop = await openedRound(facilitator);
  const ballot = new BallotPage(await facilitator.open(`${workshop.address}/bulletin`), workshop.address);
  const label = (await ballot.labels())[0] ?? '';
  await castOneCard(ballot, [0, 0, 1]);

  const page = await facilitator.open('/cartes/mobilite');
  const card = new CardPage(page, 'mobilite');
  const secret = 'Monsieur Untel ne dit rien';
  await card.addComment.click();
  await page.getByRole('combobox', { name: 'À propos de' }).selectOption({ label: `Difficulté : Discontinuité en piste cyclable` });
  await card.comment.fill(secret);
  await card.saveComment.click();
  await expect(page.getByText(secret, { exact: true })).toBeVisible();
  await expect(page.getByText(new RegExp(`${ONE_CARD_PLAN.title}, `)).first()).toBeVisible();

  await page.getByRole('button', { name: `Masquer la remarque « ${secret} »` }).click();
  await page.getByRole('button', { name: 'Masquer', exact: true }).click();
  await expect(page.getByText('Écrivez quelque chose ici.')).toBeVisible();
  await page.getByLabel('Raison', { exact: true }).fill('Elle nomme quelqu’un');
  await page.getByRole('button', { name: 'Masquer', exact: true }).click();
  await expect(page.getByText('Remarque masquée', { exact: true })).toBeVisible();
  await expect(page.getByText(/^Masquée le .*\. Raison\s: Elle nomme quelqu’un$/)).toBeVisible();

  await page.locator('summary', { hasText: 'Masquer une proposition' }).click();
  await page.getByRole('button', { name: `Masquer la proposition « ${label} »` }).click();
  await page.getByLabel('Raison', { exact: true }).fill('Hors sujet');
  await page.getByRole('button', { name: 'Masquer', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Propositions masquées' }).getByText(/^Masquée le .*\. Raison\s: Hors sujet$/)).toBeVisible();
  await workshop.endRound();
  await workshop.showResults();
  await new AppBar(workshop.page).expectSent();

  await test.step('nobody reads the words; the dots are still there', async () => {
    const reader = await newDevice();
    const seen = await reader.open(workshop.address);
    await expect(seen.getByRole('heading', { level: 2, name: 'Résultats', exact: true })).toBeVisible();
    const hidden = 'Proposition 1 masquée (raison : Hors sujet)';
    const totals = await readTotals(seen.getByRole('region', { name: MOBILITY, exact: true }));
    const found = [...totals].map(([label, n]) => [label.replace(/\s/g, ' '), n]);
    expect(found[0]).toEqual([hidden, 2]);
    for (const address of [workshop.address, `${workshop.address}/compte-rendu`, '/cartes/mobilite']) {
      const told = await reader.open(address);
      await expect(told.getByText(/Proposition 1 masquée/).first()).toBeVisible();
      const html = await told.evaluate(() => document.documentElement.outerHTML);
      expect(html, address).not.toContain(secret);
      expect(html, address).not.toContain(label);
    }
  });

  await test.step('it is on no new ballot, and comes back', async () => {
    await workshop.open();
    await workshop.page.getByRole('button', { name: 'Ouvrir le tour 2' }).click();
    await workshop.expectStage('Tour ouvert');
    const next = new BallotPage(await facilitator.open(`${workshop.address}/bulletin`), workshop.address);
    expect(await next.labels()).not.toContain(label);
    await page.getByRole('button', { name: /^Montrer de nouveau la remarque/ }).click();
    await page.getByLabel('Raison', { exact: true }).fill('Relue ensemble');
    await page.getByRole('button', { name: 'Montrer de nouveau', exact: true }).click();
    await expect(page.getByText(secret, { exact: true })).toBeVisible();
    await page.locator('summary', { hasText: 'Voir la trace' }).click();
    await expect(page.getByText(/^Montrée de nouveau le .*\. Raison\s: Relue ensemble$/)).toBeVisible();
  });
});
