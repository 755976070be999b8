import { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip } from 'chart.js'
import { chartGroups, chartGroupText, type ChartDay, type ChartGroup } from '../chart-groups.ts'

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip)

/** A drawn chart; `show` draws other days or other colours, `end` lets the canvas go. */
export interface DayBars {
  show(days: readonly ChartDay[]): void
  end(): void
}

/**
 * Stacked bars of orders by day; null where nothing can be drawn on, and the table beside it says it all. Colours come from the
 * style sheet, so that light and dark are chosen in one place.
 */
export function drawDayBars(canvas: HTMLCanvasElement): DayBars | null {
  if (canvas.getContext('2d') === null) return null
  const chart = new Chart(canvas, {
    type: 'bar',
    data: { labels: new Array<string>(), datasets: [] },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      scales: { x: { stacked: true }, y: { stacked: true, beginAtZero: true } },
    },
  })

  return {
    show(days) {
      const styles = getComputedStyle(canvas)
      const colour = (name: string) => styles.getPropertyValue(name).trim()
      const text = colour('--quiet')
      chart.data.labels = days.map(({ day }) => `${String(Number(day.slice(5, 7)))}/${String(Number(day.slice(8)))}`)
      chart.data.datasets = chartGroups.map((group: ChartGroup) => ({
        label: chartGroupText[group],
        data: days.map((day) => day[group]),
        backgroundColor: colour(`--chart-${group}`),
        barPercentage: 1,
        categoryPercentage: 0.8,
      }))
      chart.options.scales = {
        x: {
          stacked: true,
          grid: { display: false },
          ticks: { color: text, maxRotation: 0, autoSkip: true, maxTicksLimit: 6 },
        },
        y: {
          stacked: true,
          beginAtZero: true,
          grid: { color: colour('--line') },
          ticks: { color: text, precision: 0, maxTicksLimit: 5 },
        },
      }
      chart.update()
    },
    end() {
      chart.destroy()
    },
  }
}
