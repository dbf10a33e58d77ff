import { expect, test } from 'vitest';
import { tableData, tableHtml, type Table } from '../../src/report/table.js';

const TABLE: Table = {
  id: 'scores',
  caption: 'Scores <final>',
  columns: [
    { name: 'Arm', key: 'arm', kind: 'text' },
    { name: 'IQM', key: 'iqm', kind: 'interval' },
    { name: 'Frames', key: 'frames', kind: 'number' },
  ],
  rows: [
    ['a & b', { value: 12.345678, low: -1.5, high: null }, 1_000_000],
    ['c', { value: 3, low: 2, high: 4 }, null],
  ],
};

test('the page shows four digits and keeps all of them', () => {
  const { text } = tableHtml(TABLE);
  expect(text).toContain('<th scope="row" class="text">a &amp; b</th>');
  expect(text).toContain('<data value="12.345678">12.35</data>');
  expect(text).toContain('<data value="-1.5">−1.50</data>, –]');
  expect(text).toContain('<data value="3">3.00</data>');
  expect(text).toContain('<data value="1000000">1,000,000</data>');
  expect(text).toContain('>–</td>');
  expect(text).toContain('<caption id="scores-caption">Scores &lt;final&gt;</caption>');
});

test('the data have a column for each end of an interval', () => {
  expect(tableData(TABLE)).toEqual({
    header: ['arm', 'iqm', 'iqmLow', 'iqmHigh', 'frames'],
    rows: [
      ['a & b', 12.345678, -1.5, null, 1_000_000],
      ['c', 3, 2, 4, null],
    ],
  });
});
