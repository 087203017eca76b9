/** Bars of absolute counts, as SVG: nothing is set against anything, and what is too small is not drawn. */
import { escaped, sansFamilies } from "./svg.ts";

export interface Bar {
  readonly label: string;
  /** As it is told; null: too few to be told. */
  readonly count: number | null;
  /** Drawn darker: the right answer. */
  readonly marked: boolean;
}

const rowHeight = 34;
const chartWidth = 680;

/**
 * @param title what it is of, for whoever cannot see it; the counts are read to them too
 * @param told how a count is told
 */
export async function barChart(
  bars: readonly Bar[],
  title: string,
  told: (count: number | null) => string,
): Promise<string> {
  // Several megabytes, and wanted by one command alone.
  const echarts = await import("echarts");
  const height = bars.length * rowHeight + 20;
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: chartWidth, height });
  try {
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: sansFamilies.replaceAll("'", "") },
      grid: { left: 8, right: 90, top: 6, bottom: 6, containLabel: true },
      xAxis: { type: "value", min: 0, show: false },
      yAxis: {
        type: "category",
        inverse: true,
        data: bars.map(({ label }) => label),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: "#cfd6dd" } },
        axisLabel: { color: "#1d2733", fontSize: 13, width: 260, overflow: "break" },
      },
      series: [
        {
          type: "bar",
          silent: true,
          barWidth: 16,
          data: bars.map(({ count, marked }) => ({
            value: count ?? 0,
            itemStyle: { color: marked ? "#1f5f8b" : "#9db8cc" },
          })),
          label: {
            show: true,
            position: "right",
            color: "#1d2733",
            fontSize: 13,
            formatter: ({ dataIndex }: { readonly dataIndex: number }) =>
              told(bars[dataIndex]?.count ?? null),
          },
        },
      ],
    });
    // Styles for a pointer, which a printed page has not.
    const svg = chart.renderToSVGString().replaceAll(/<style[\s\S]*?<\/style>/g, "");
    const said = `${title}：${bars.map(({ label, count }) => `${label} ${told(count)}`).join("；")}`;
    return svg.replace("<svg ", `<svg role="img" aria-label="${escaped(said)}" `);
  } finally {
    chart.dispose();
  }
}
