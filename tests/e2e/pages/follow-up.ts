import { expect, type Locator, type Page } from '@playwright/test';

/** The follow-up of the actions: filters, pictures, list. */
export class FollowUpPage {
  readonly heading: Locator;
  readonly commune: Locator;
  readonly status: Locator;
  readonly theme: Locator;
  readonly orientation: Locator;
  readonly withWhole: Locator;
  readonly withoutNews: Locator;
  readonly asked: Locator;
  readonly count: Locator;
  readonly showAll: Locator;
  readonly toList: Locator;
  readonly list: Locator;
  readonly actions: Locator;

  constructor(readonly page: Page) {
    this.heading = page.getByRole('heading', { level: 1, name: 'Suivi des actions' });
    const filters = page.getByRole('region', { name: 'Choisir des actions' });
    this.commune = filters.getByRole('combobox', { name: 'Commune' });
    this.status = filters.getByRole('combobox', { name: 'Où en est l’action' });
    this.theme = filters.getByRole('combobox', { name: 'Thème' });
    this.orientation = filters.getByRole('combobox', { name: 'Orientation' });
    this.withWhole = filters.getByRole('checkbox', { name: /^Avec les actions de toute l’agglomération/ });
    this.withoutNews = filters.getByRole('checkbox', { name: 'Sans nouvelle depuis un an' });
    this.asked = filters.getByRole('checkbox', { name: 'Demandée par un conseil' });
    this.count = filters.getByRole('status');
    this.showAll = filters.getByRole('link', { name: 'Tout afficher' });
    this.toList = filters.getByRole('link', { name: 'Aller à la liste' });
    this.list = page.getByRole('region', { name: 'La liste des actions' });
    this.actions = this.list.locator('a[href^="/contrat/actions/"]');
  }

  async open(query = ''): Promise<void> {
    await this.page.goto(`/suivi${query}`);
    await expect(this.heading).toBeVisible();
  }

  /** "12 actions sur 142", said and listed. */
  async expectCount(chosen: number, all: number): Promise<void> {
    const words = chosen === 0 ? 'Aucune action' : `${chosen}\\sactions?`;
    await expect(this.count).toHaveText(new RegExp(`^${words} sur ${all}$`));
    await expect(this.actions).toHaveCount(chosen);
  }

  picture(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }

  /** Opens the table of a picture and reads its lines: name, then numbers. */
  async table(name: string): Promise<[string, number[]][]> {
    const picture = this.picture(name);
    const table = picture.getByRole('table');
    if (!(await table.isVisible())) await picture.getByText('Voir les nombres en tableau').click();
    await expect(table).toBeVisible();
    return table.locator('tbody tr').evaluateAll((rows) =>
      rows.map((row): [string, number[]] => [
        row.querySelector('th')?.textContent?.trim() ?? '',
        Array.from(row.querySelectorAll('td'), (cell) => Number(cell.textContent)),
      ]),
    );
  }

  /** Rows of annexe 2 in the order of the list. */
  async listed(): Promise<number[]> {
    return this.actions.evaluateAll((links) => links.map((link) => Number(link.getAttribute('href')?.split('/').pop())));
  }
}
