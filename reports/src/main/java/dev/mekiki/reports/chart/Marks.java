package dev.mekiki.reports.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * How a candidate looks in every chart: a colour that colour-blind readers can tell apart (Okabe and Ito 2008), a shape and a dash, so
 * that a chart also reads in grey.
 */
public final class Marks {
    static final Color INK = new Color(0x2B3440);
    static final Color SOFT = new Color(0x6B7683);
    static final Color GREY = new Color(0x9AA3AE);
    static final Color GRID = new Color(0xE3E7EC);
    private static final List<Color> COLOURS = List.of(new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73),
            new Color(0xCC79A7), new Color(0xE69F00), new Color(0x56B4E9), new Color(0x000000));
    private static final List<String> SIGNS = List.of("●", "■", "▲", "◆", "▼");
    private static final float[][] DASHES = {{}, {7, 3}, {2, 3}, {9, 3, 2, 3}, {4, 2}};

    private Marks() {}

    static Color colour(int candidate) {
        return COLOURS.get(candidate % COLOURS.size());
    }

    /** The candidate's shape as a character, for tables and legends. */
    public static String sign(int candidate) {
        return SIGNS.get(candidate % SIGNS.size());
    }

    /** The class under which the page's style sheet holds the candidate's colour. */
    public static String style(int candidate) {
        return "c" + candidate % COLOURS.size();
    }

    static Shape shape(int candidate) {
        double r = 5;
        return switch (candidate % SIGNS.size()) {
            case 0 -> new Ellipse2D.Double(-r, -r, 2 * r, 2 * r);
            case 1 -> new Rectangle2D.Double(-r + 0.5, -r + 0.5, 2 * r - 1, 2 * r - 1);
            case 2 -> polygon(0, -r - 1, r + 1, r, -r - 1, r);
            case 3 -> polygon(0, -r - 1, r + 1, 0, 0, r + 1, -r - 1, 0);
            default -> polygon(-r - 1, -r, r + 1, -r, 0, r + 1);
        };
    }

    static Stroke line(int candidate, float width) {
        float[] dash = DASHES[candidate % DASHES.length];
        return dash.length == 0
                ? new BasicStroke(width)
                : new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, dash, 0);
    }

    private static Shape polygon(double... coordinates) {
        Path2D path = new Path2D.Double();
        path.moveTo(coordinates[0], coordinates[1]);
        for (int at = 2; at < coordinates.length; at += 2) {
            path.lineTo(coordinates[at], coordinates[at + 1]);
        }
        path.closePath();
        return path;
    }
}
