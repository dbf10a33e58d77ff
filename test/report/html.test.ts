import { expect, test } from 'vitest';
import { formatCsv } from '../../src/report/csv.js';
import { markup, scriptJson, uniqueIds } from '../../src/report/html.js';

const HOSTILE = `<script>alert("1" & '2')</script>`;
const ESCAPED = '&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;';

test('text is escaped, markup and numbers are not, and nothing stands for nothing', () => {
  const inner = markup`<b>${HOSTILE}</b>`;
  const list = [inner, 'a<b', null, undefined, false as const, 0.5];
  expect(markup`<p title="${HOSTILE}">${list}</p>`.text).toBe(
    `<p title="${ESCAPED}"><b>${ESCAPED}</b>a&lt;b0.5</p>`,
  );
});

test('JSON in a script element reads back and cannot end it', () => {
  const value = { name: '</script><!--', list: [1, null] };
  const { text } = scriptJson(value);
  expect(text).not.toContain('<');
  expect(JSON.parse(text)).toEqual(value);
});

test('ids are plain and differ for different names', () => {
  const names = ['RlTools/SeekAvoidArena-v0', 'a+b', 'a b', '"><img>', 'ÄÖ', '日本'];
  const ids = uniqueIds(names);
  expect([...ids.values()]).toEqual([
    'rltools-seekavoidarena-v0',
    'a-b',
    'a-b-2',
    'img',
    'unnamed',
    'unnamed-2',
  ]);
});

test('CSV quotes as RFC 4180 does and keeps every digit', () => {
  const csv = {
    header: ['arm', 'value'],
    rows: [
      ['a,"b"\n', 0.1 + 0.2],
      ['c', null],
    ],
  };
  expect(formatCsv(csv)).toBe('arm,value\n"a,""b""\n",0.30000000000000004\nc,\n');
});
