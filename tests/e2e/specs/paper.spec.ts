import { AppBar } from '../pages/app-bar.ts';
import { MOBILITY } from '../support/contract.ts';
import { addUp, castOneCard, openBallot, openedRound, sorted } from '../support/stories.ts';
import { expect, test } from '../support/test.ts';

test('paper dots are counted after the round, checked against the rules, corrected, and added up', async ({ device }) => {
  const workshop = await openedRound(device);
  const { page } = workshop;
  await expect(page.getByRole('button', { name: 'Saisir un comptage papier' })).toBeHidden();
  const ballot = await openBallot(device, workshop);
  const labels = await ballot.labels();
  const cast = await castOneCard(ballot, [0, 0, 1]);
  await new AppBar(ballot.page).expectSaved();
  await ballot.page.close();
  await workshop.endRound();

  const paper = page.getByRole('region', { name: 'Gommettes sur papier' });
  const fill = async (people: number, dots: Record<number, number>) => {
    await paper.locator('summary', { hasText: MOBILITY }).click();
    await paper.getByRole('spinbutton', { name: 'Nombre de personnes' }).fill(String(people));
    for (const [place, n] of Object.entries(dots)) {
      await paper.getByRole('spinbutton', { name: `${Number(place) + 1}. ${labels[Number(place)]}`, exact: true }).fill(String(n));
    }
    await paper.getByRole('spinbutton', { name: 'Nombre de personnes' }).focus();
  };
  await paper.getByRole('button', { name: 'Saisir un comptage papier' }).click();
  await paper.getByRole('button', { name: 'Enregistrer le comptage' }).click();
  await expect(paper.getByText('Donnez le nombre de personnes.')).toBeVisible();
  // Six people may place eighteen dots.
  await fill(6, { 0: 12, 2: 8 });
  await expect(paper.getByText(/20 gommettes pour 6 personnes\. C’est 2 gommettes de plus que la règle\./)).toBeVisible();
  await paper.getByRole('button', { name: 'Enregistrer le comptage' }).click();
  await expect(paper.getByText('Le comptage est enregistré.')).toBeVisible();
  await expect(paper.getByText(/Annemasse\s: 6 personnes/).first()).toBeVisible();

  await paper.getByRole('button', { name: /^Corriger/ }).click();
  await fill(6, { 0: 10 });
  await paper.getByRole('button', { name: 'Enregistrer le comptage' }).click();
  await expect(paper.getByRole('alert').filter({ hasText: /\S/ })).toBeVisible();
  await paper.getByLabel('Raison de la correction').fill('Deux gommettes comptées deux fois');
  await paper.getByRole('button', { name: 'Enregistrer le comptage' }).click();
  await expect(paper.getByText('Deux gommettes comptées deux fois')).toBeVisible();

  await workshop.showResults();
  const onPaper = new Map([
    [labels[0] ?? '', 10],
    [labels[2] ?? '', 8],
  ]);
  expect(sorted(await workshop.totals(MOBILITY))).toEqual(sorted(addUp([cast, onPaper])));
  await expect(page.getByRole('listitem').filter({ hasText: /^6\spersonnes sur papier$/ })).toBeVisible();

  // The report shows the same, with sums that anyone can add up again.
  await page.getByRole('link', { name: 'Compte rendu' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Atelier du gymnase' })).toBeVisible();
  const card = page.getByRole('region', { name: MOBILITY, exact: true });
  const rows = await card.locator('tbody tr').evaluateAll((elements) =>
    elements.map((row) => Array.from(row.querySelectorAll('td'), (cell) => cell.textContent ?? '').slice(1).map(Number)),
  );
  const sums = [0, 1, 2].map((column) => rows.reduce((sum, row) => sum + (row[column] ?? 0), 0));
  expect(sums).toEqual([3, 18, 21]);
  await expect(card.locator('tfoot td')).toHaveText(['', '3', '18', '21']);
  await expect(page.getByText(/^\d{3} \d{3} \d{3} \d{3}$/)).toBeVisible();
});
