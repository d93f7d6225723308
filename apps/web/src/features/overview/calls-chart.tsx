import '@mantine/charts/styles.layer.css';
import { BarChart } from '@mantine/charts';
import { Table } from '@mantine/core';
import type { CallStatistics } from './overview.queries.js';
import type { Span } from './spans.js';

const VERDICTS = [
  { name: 'allow', label: 'Allowed', color: 'teal.6' },
  { name: 'ask', label: 'Asked', color: 'yellow.6' },
  { name: 'deny', label: 'Denied', color: 'red.6' },
] as const;

const FORMATS: Readonly<Record<Span, Intl.DateTimeFormatOptions>> = {
  hour: { hour: '2-digit', minute: '2-digit' },
  day: { hour: '2-digit', minute: '2-digit' },
  week: { weekday: 'short', hour: '2-digit' },
  month: { month: 'short', day: 'numeric' },
};

export interface CallsChartProps {
  readonly statistics: CallStatistics;
  readonly span: Span;
  readonly height: number;
}

/** In the time zone of whoever looks. The same figures stand beside as a table, for who cannot see bars. */
export function CallsChart({ statistics, span, height }: CallsChartProps) {
  const format = new Intl.DateTimeFormat(undefined, FORMATS[span]);
  const data = statistics.buckets.map(({ at, verdicts }) => ({ at: format.format(new Date(at)), ...verdicts }));
  return (
    <>
      <BarChart
        aria-hidden
        h={height}
        data={data}
        dataKey="at"
        type="stacked"
        withLegend
        tickLine="none"
        barProps={{ isAnimationActive: false }}
        series={VERDICTS.map(({ name, label, color }) => ({ name, label, color }))}
      />
      <div className="visually-hidden">
        <Table>
          <Table.Caption>Calls by verdict</Table.Caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Time</Table.Th>
              {VERDICTS.map(({ name, label }) => (
                <Table.Th key={name}>{label}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {statistics.buckets
              .filter(({ calls }) => calls > 0)
              .map(({ at, verdicts }) => (
                <Table.Tr key={at}>
                  <Table.Th>{format.format(new Date(at))}</Table.Th>
                  {VERDICTS.map(({ name }) => (
                    <Table.Td key={name}>{verdicts[name]}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
          </Table.Tbody>
        </Table>
      </div>
    </>
  );
}
