package dev.mekiki.reports.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.renderer.xy.XYItemRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYDataset;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** The kinds of charts that a report has, as SVG text. Numbers are drawn as they come; words only where the caller gives them. */
public final class Charts {
    private static final int WIDTH = 440;
    private static final float TEXT = 13;

    private Charts() {}

    /** Whether this machine can draw; where it can't, charts are empty text. */
    public static boolean available() {
        return Canvas.isAvailable();
    }

    /** A value with its interval. */
    public record Bar(double value, double low, double high) {}

    /**
     * A row of a forest plot.
     *
     * @param candidate which mark it has
     * @param label printed above the mark
     */
    public record Row(String name, int candidate, Bar bar, String label) {}

    /**
     * An axis.
     *
     * @param zero where a line marks "no difference"
     * @param unit printed after each number
     */
    public record Scale(double from, double to, Optional<Double> zero, String unit) {
        /** From 0 to a round number that holds {@code highest}. */
        public static Scale upTo(double highest) {
            return new Scale(0, round(highest), Optional.empty(), "");
        }

        /** Symmetric about zero. */
        public static Scale around(double furthest) {
            double end = round(furthest);
            return new Scale(-end, end, Optional.of(0.0), "");
        }

        public Scale in(String newUnit) {
            return new Scale(from, to, zero, newUnit);
        }

        private static double round(double highest) {
            double magnitude = Math.pow(10, Math.floor(Math.log10(Math.max(highest, 1e-9))));
            for (double step : new double[]{1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10}) {
                if (step * magnitude >= highest) {
                    return step * magnitude;
                }
            }
            return 10 * magnitude;
        }
    }

    /** One row for each candidate or pair: mark, interval and number. */
    public static String forest(List<Row> rows, Scale scale, Caption caption) {
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        XYErrorRenderer renderer = errors(true, false);
        XYPlot plot = plot(data, axis(scale), names(rows), renderer);
        for (int at = 0; at < rows.size(); at++) {
            Row row = rows.get(at);
            XYIntervalSeries series = new XYIntervalSeries("row " + at);
            series.add(row.bar().value(), row.bar().low(), row.bar().high(), at, at, at);
            data.addSeries(series);
            mark(renderer, at, row.candidate(), Marks.colour(row.candidate()));
            double middle = Math.min(Math.max(row.bar().value(), scale.from() + 0.12 * (scale.to() - scale.from())),
                    scale.to() - 0.12 * (scale.to() - scale.from()));
            plot.addAnnotation(text(row.label(), middle, at - 0.32, TextAnchor.CENTER, Marks.INK));
        }
        scale.zero().ifPresent(zero -> plot.addDomainMarker(new ValueMarker(zero, Marks.INK, new BasicStroke(1.2f))));
        plot.setRangeGridlinesVisible(false);
        return draw(plot, 42 + 44 * rows.size(), caption);
    }

    /**
     * A point of the trade-off chart.
     *
     * @param front whether no other candidate beats it in all that counts
     * @param label its name, and what else must be read there
     */
    public record Point(int candidate, Bar x, Bar y, boolean front, String label) {}

    /** Two measures against each other, with intervals of both; what is dominated is grey. */
    public static String tradeOff(List<Point> points, Scale xScale, Scale yScale, List<double[]> front,
            Caption caption) {
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        XYErrorRenderer renderer = errors(true, true);
        NumberAxis x = axis(xScale);
        NumberAxis y = axis(yScale);
        XYPlot plot = plot(data, x, y, renderer);
        for (int at = 0; at < points.size(); at++) {
            Point point = points.get(at);
            XYIntervalSeries series = new XYIntervalSeries("point " + at);
            series.add(point.x().value(), point.x().low(), point.x().high(), point.y().value(), point.y().low(),
                    point.y().high());
            data.addSeries(series);
            Color colour = point.front() ? Marks.colour(point.candidate()) : Marks.GREY;
            mark(renderer, at, point.candidate(), colour);
            double width = xScale.to() - xScale.from();
            boolean right = point.x().value() > xScale.from() + 0.6 * width;
            plot.addAnnotation(text(point.label(), point.x().value() + (right ? -0.025 : 0.025) * width,
                    point.y().value() + 0.045 * (yScale.to() - yScale.from()),
                    right ? TextAnchor.CENTER_RIGHT : TextAnchor.CENTER_LEFT, point.front() ? Marks.INK : Marks.SOFT));
        }
        XYSeries line = new XYSeries("front", false);
        front.forEach(step -> line.add(step[0], step[1]));
        XYLineAndShapeRenderer dashed = new XYLineAndShapeRenderer(true, false);
        dashed.setSeriesPaint(0, Marks.GREY);
        dashed.setSeriesStroke(0, new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10,
                new float[]{4, 4}, 0));
        plot.setDataset(1, new XYSeriesCollection(line));
        plot.setRenderer(1, dashed);
        return draw(plot, 330, caption);
    }

    /** A candidate's values, sorted. */
    public record Line(int candidate, List<Double> sorted) {}

    /** What share of values (in per cent) is no higher than x. */
    public static String cumulative(List<Line> lines, double highest, Caption caption) {
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true);
        for (int at = 0; at < lines.size(); at++) {
            Line line = lines.get(at);
            data.addSeries(steps(line.sorted(), "line " + at));
            renderer.setSeriesPaint(at, Marks.colour(line.candidate()));
            renderer.setSeriesStroke(at, Marks.line(line.candidate(), 2f));
        }
        NumberAxis x = axis(Scale.upTo(highest).in(" ms"));
        NumberAxis y = axis(Scale.upTo(100).in("%"));
        y.setTickUnit(new NumberTickUnit(25));
        return draw(plot(data, x, y, renderer), 250, caption);
    }

    /**
     * A candidate's line from point to point.
     *
     * @param points x and y, x ascending
     */
    public record Curve(int candidate, List<double[]> points) {
        public Curve {
            points = List.copyOf(points);
        }
    }

    /**
     * One measure over another.
     *
     * @param marked whether each point is a measurement of its own, and has a mark
     */
    public static String curves(List<Curve> curves, boolean marked, Scale xScale, Scale yScale, Caption caption) {
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, marked);
        renderer.setDrawSeriesLineAsPath(true);
        for (int at = 0; at < curves.size(); at++) {
            Curve curve = curves.get(at);
            XYSeries series = new XYSeries("curve " + at, false);
            curve.points().forEach(point -> series.add(point[0], point[1]));
            data.addSeries(series);
            renderer.setSeriesPaint(at, Marks.colour(curve.candidate()));
            renderer.setSeriesStroke(at, Marks.line(curve.candidate(), 2f));
            renderer.setSeriesShape(at, Marks.shape(curve.candidate()));
        }
        return draw(plot(data, axis(xScale), axis(yScale), renderer), 250, caption);
    }

    /** At most about 120 corners, whatever the number of values. */
    private static XYSeries steps(List<Double> sorted, String key) {
        XYSeries series = new XYSeries(key, false);
        int n = sorted.size();
        int corners = Math.min(n, 120);
        double before = 0;
        for (int corner = 1; corner <= corners; corner++) {
            int rank = (int) Math.ceil((double) corner * n / corners);
            double value = sorted.get(rank - 1);
            series.add(value, before);
            before = 100.0 * rank / n;
            series.add(value, before);
        }
        return series;
    }

    private static XYErrorRenderer errors(boolean x, boolean y) {
        XYErrorRenderer renderer = new XYErrorRenderer();
        renderer.setDrawXError(x);
        renderer.setDrawYError(y);
        renderer.setCapLength(5);
        renderer.setErrorStroke(new BasicStroke(1.6f));
        return renderer;
    }

    private static void mark(XYErrorRenderer renderer, int series, int candidate, Color colour) {
        renderer.setSeriesPaint(series, colour);
        renderer.setSeriesShape(series, Marks.shape(candidate));
        renderer.setSeriesShapesFilled(series, Boolean.TRUE);
    }

    private static XYTextAnnotation text(String text, double x, double y, TextAnchor anchor, Color colour) {
        XYTextAnnotation annotation = new XYTextAnnotation(text, x, y);
        annotation.setFont(new SteadyFont(Font.PLAIN, TEXT));
        annotation.setTextAnchor(anchor);
        annotation.setPaint(colour);
        return annotation;
    }

    private static ValueAxis names(List<Row> rows) {
        SymbolAxis axis = new SymbolAxis(null,
                rows.stream().map(row -> shortened(row.name())).toArray(String[]::new));
        axis.setGridBandsVisible(false);
        axis.setRange(-0.62, rows.size() - 0.5);
        axis.setInverted(true);
        axis.setTickMarksVisible(false);
        axis.setAxisLineVisible(false);
        style(axis);
        return axis;
    }

    static String shortened(String name) {
        int length = name.codePointCount(0, name.length());
        return length <= 18 ? name : name.substring(0, name.offsetByCodePoints(0, 17)) + "…";
    }

    private static NumberAxis axis(Scale scale) {
        NumberAxis axis = new NumberAxis();
        axis.setRange(scale.from(), scale.to());
        double steps = (scale.to() - scale.from()) / 5;
        double magnitude = Math.pow(10, Math.floor(Math.log10(steps)));
        double unit = magnitude;
        for (double step : new double[]{1, 2, 2.5, 5, 10}) {
            unit = step * magnitude;
            if (unit >= steps * 0.999) {
                break;
            }
        }
        axis.setTickUnit(new NumberTickUnit(unit));
        axis.setNumberFormatOverride(plain(scale.unit()));
        axis.setAxisLinePaint(Marks.GREY);
        axis.setTickMarkPaint(Marks.GREY);
        style(axis);
        return axis;
    }

    private static void style(ValueAxis axis) {
        axis.setTickLabelFont(new SteadyFont(Font.PLAIN, TEXT));
        axis.setLabelFont(new SteadyFont(Font.PLAIN, TEXT));
        axis.setTickLabelPaint(Marks.INK);
        axis.setLabelPaint(Marks.INK);
    }

    private static XYPlot plot(XYDataset data, ValueAxis x, ValueAxis y, XYItemRenderer renderer) {
        XYPlot plot = new XYPlot(data, x, y, renderer);
        plot.setOrientation(PlotOrientation.VERTICAL);
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinePaint(Marks.GRID);
        plot.setRangeGridlinePaint(Marks.GRID);
        plot.setDomainGridlineStroke(new BasicStroke(1));
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setInsets(new RectangleInsets(9, 2, 2, 22));
        return plot;
    }

    private static String draw(XYPlot plot, int height, Caption caption) {
        JFreeChart chart = new JFreeChart(null, new SteadyFont(Font.PLAIN, TEXT), plot, false);
        chart.setBackgroundPaint(null);
        chart.setPadding(RectangleInsets.ZERO_INSETS);
        return Canvas.draw(chart, WIDTH, height, caption);
    }

    /** Digits only as far as the ticks need them, the same in every language. */
    private static DecimalFormat plain(String unit) {
        DecimalFormat format = new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setPositiveSuffix(unit);
        format.setNegativePrefix("−");
        format.setNegativeSuffix(unit);
        return format;
    }
}
