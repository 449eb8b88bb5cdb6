package dev.mekiki.reports.chart;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.font.FontRenderContext;
import java.awt.font.LineMetrics;
import java.awt.geom.Rectangle2D;

/**
 * A font whose measures are computed, not looked up: a chart's layout is then the same on every machine, and charts are drawn where no
 * font is installed at all. The reader's browser brings the real font.
 */
final class SteadyFont extends Font {
    private static final long serialVersionUID = 1L;
    private static final double ASCENT = 0.86;
    private static final double DESCENT = 0.22;

    SteadyFont(int style, float size) {
        super(SANS_SERIF, style, Math.round(size));
        this.pointSize = size;
    }

    @Override
    public Font deriveFont(float newSize) {
        return new SteadyFont(getStyle(), newSize);
    }

    @Override
    public Font deriveFont(int newStyle, float newSize) {
        return new SteadyFont(newStyle, newSize);
    }

    @Override
    public Font deriveFont(int newStyle) {
        return new SteadyFont(newStyle, getSize2D());
    }

    @Override
    public String getFamily() {
        return SANS_SERIF;
    }

    @Override
    public Rectangle2D getStringBounds(String text, FontRenderContext context) {
        double em = getSize2D();
        return new Rectangle2D.Double(0, -ASCENT * em, width(text) * em, (ASCENT + DESCENT) * em);
    }

    @Override
    public LineMetrics getLineMetrics(String text, FontRenderContext context) {
        return new SteadyLine(getSize2D(), text.length());
    }

    /** Width in em: ideographs and kana are square, the rest is a usual sans serif's average. */
    static double width(String text) {
        return text.codePoints().mapToDouble(SteadyFont::width).sum();
    }

    private static double width(int codePoint) {
        if (codePoint >= 0x2E80) {
            return 1.0;
        }
        if (Character.isUpperCase(codePoint)) {
            return 0.68;
        }
        return switch (codePoint) {
            case ' ', '.', ',', ':', ';', '!', '|', 'i', 'l', 'j', 'I', '(', ')', '/' -> 0.32;
            case 'm', 'w', '%' -> 0.86;
            default -> 0.57;
        };
    }

    /** The metrics of a font of this kind. */
    static final class Metrics extends FontMetrics {
        private static final long serialVersionUID = 1L;

        Metrics(Font font) {
            super(font);
        }

        @Override
        public int stringWidth(String text) {
            return (int) Math.ceil(width(text) * font.getSize2D());
        }

        @Override
        public int charWidth(char character) {
            return stringWidth(String.valueOf(character));
        }

        @Override
        public int getAscent() {
            return (int) Math.round(ASCENT * font.getSize2D());
        }

        @Override
        public int getDescent() {
            return (int) Math.round(DESCENT * font.getSize2D());
        }

        @Override
        public LineMetrics getLineMetrics(String text, Graphics context) {
            return new SteadyLine(font.getSize2D(), text.length());
        }

        @Override
        public Rectangle2D getStringBounds(String text, Graphics context) {
            double em = font.getSize2D();
            return new Rectangle2D.Double(0, -ASCENT * em, width(text) * em, (ASCENT + DESCENT) * em);
        }
    }

    private static final class SteadyLine extends LineMetrics {
        private final float em;
        private final int characters;

        SteadyLine(float em, int characters) {
            this.em = em;
            this.characters = characters;
        }

        @Override
        public int getNumChars() {
            return characters;
        }

        @Override
        public float getAscent() {
            return (float) (ASCENT * em);
        }

        @Override
        public float getDescent() {
            return (float) (DESCENT * em);
        }

        @Override
        public float getLeading() {
            return 0;
        }

        @Override
        public float getHeight() {
            return getAscent() + getDescent();
        }

        @Override
        public int getBaselineIndex() {
            return Font.ROMAN_BASELINE;
        }

        @Override
        public float[] getBaselineOffsets() {
            return new float[]{0, 0, 0};
        }

        @Override
        public float getStrikethroughOffset() {
            return -0.3f * em;
        }

        @Override
        public float getStrikethroughThickness() {
            return em / 18;
        }

        @Override
        public float getUnderlineOffset() {
            return em / 10;
        }

        @Override
        public float getUnderlineThickness() {
            return em / 18;
        }
    }
}
