// The councils put together, worked out again from the dots of each.
import { expect } from '@playwright/test';
import type { Dots } from '../pages/ballot.ts';
import type { WorkshopPage } from '../pages/workshop.ts';
import { MOBILITY } from './contract.ts';
import { addUp } from './stories.ts';

/** Dots on paper by wording, entered on the page of a closed round. */
export async function countPaper({ page }: WorkshopPage, labels: string[], people: number, places: Record<number, number>): Promise<Dots> {
  const paper = page.getByRole('region', { name: 'Gommettes sur papier' });
  await paper.getByRole('button', { name: 'Saisir un comptage papier' }).click();
  await paper.locator('summary', { hasText: MOBILITY }).click();
  await paper.getByRole('spinbutton', { name: 'Nombre de personnes' }).fill(String(people));
  const dots: Dots = new Map();
  for (const [place, n] of Object.entries(places)) {
    const label = labels[Number(place)] ?? '';
    const field = paper.getByRole('spinbutton', { name: `${Number(place) + 1}. ${label}`, exact: true });
    await field.fill(String(n));
    await field.blur();
    dots.set(label, n);
  }
  await paper.getByRole('button', { name: 'Enregistrer le comptage' }).click();
  await expect(paper.getByText('Le comptage est enregistré.')).toBeVisible();
  return dots;
}

/** « 1re », « 3e ex æquo »: one more than those above, ex æquo with those that are the same. */
function place(value: number, all: number[]): string {
  const rank = all.filter((other) => other > value).length + 1;
  const tied = all.filter((other) => other === value).length > 1;
  return `${rank}${rank === 1 ? 're' : 'e'}${tied ? ' ex æquo' : ''}`;
}

function percent(share: number): string {
  return `${String(Math.round(share * 1000) / 10).replace('.', ',')} %`;
}

/** The rows that the table must show, worked out from the dots of each council. */
export function recount(councils: Dots[], past: Dots): { label: string; cells: string[] }[] {
  const sum = addUp(councils);
  const labels = [...sum.keys()].filter((label) => (sum.get(label) ?? 0) > 0);
  const sizes = councils.map((dots) => [...dots.values()].reduce((all, n) => all + n, 0));
  // Whole numbers over one denominator, so that equal shares are equal.
  const unit = sizes.reduce((product, size) => product * size, 1);
  const weight = (label: string) => councils.reduce((all, dots, idx) => all + ((dots.get(label) ?? 0) * unit) / (sizes[idx] ?? 1), 0);
  const totals = labels.map((label) => sum.get(label) ?? 0);
  const weights = labels.map(weight);
  const of = (dots: Dots, label: string) => {
    const own = dots.get(label) ?? 0;
    return own === 0 ? '0' : `${own}, ${place(own, [...dots.values()])}`;
  };
  return labels.map((label) => ({
    label,
    cells: [
      place(sum.get(label) ?? 0, totals),
      String(sum.get(label)),
      place(weight(label), weights),
      percent(weight(label) / unit / councils.length),
      ...councils.map((dots) => of(dots, label)),
      of(past, label),
    ],
  }));
}
