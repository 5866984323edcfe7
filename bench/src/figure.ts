/** One measured figure, as benchmarks print it [X3]. */
export interface Figure {
  bench: string;
  metric: string;
  value: number;
  unit: string;
}

/** Three significant digits more than anybody needs. */
export const rounded = (figure: Figure): Figure => ({
  ...figure,
  value: Number(figure.value.toPrecision(6)),
});
