package dev.mekiki.reports.chart;

import java.awt.Dimension;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;
import java.util.Objects;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;
import org.w3c.dom.Document;

/** Draws a JFreeChart into SVG text that can stand inside an HTML page. */
final class Canvas {
    private static final String SVG = "http://www.w3.org/2000/svg";

    private static final boolean AVAILABLE = available();

    private Canvas() {}

    /** Batik asks the JDK for a font's family, which fails on machines without any font. */
    private static boolean available() {
        try {
            return !new Font(Font.SANS_SERIF, Font.PLAIN, 12).getFamily().isEmpty();
        } catch (RuntimeException | LinkageError | InternalError noFonts) {
            return false;
        }
    }

    static boolean isAvailable() {
        return AVAILABLE;
    }

    static String draw(JFreeChart chart, int width, int height, Caption caption) {
        if (!AVAILABLE) {
            return "";
        }
        Graphics graphics = new Graphics(context());
        graphics.setSVGCanvasSize(new Dimension(width, height));
        chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
        return SvgText.of(Objects.requireNonNull(graphics.getRoot(), "root"), width, height, caption);
    }

    private static SVGGeneratorContext context() {
        try {
            Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().getDOMImplementation()
                    .createDocument(SVG, "svg", null);
            SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
            context.setPrecision(1);
            SVGGeneratorContext.GraphicContextDefaults defaults = new SVGGeneratorContext.GraphicContextDefaults();
            defaults.setFont(new SteadyFont(Font.PLAIN, 12));
            context.setGraphicContextDefaults(defaults);
            return context;
        } catch (ParserConfigurationException broken) {
            throw new IllegalStateException("the JDK has no XML parser", broken);
        }
    }

    /** Clips nothing: axes are chosen so that all data lies inside, and clip paths would be most of the file. */
    private static final class Graphics extends SVGGraphics2D {
        Graphics(SVGGeneratorContext context) {
            super(context, false);
        }

        @Override
        public FontMetrics getFontMetrics(Font font) {
            return new SteadyFont.Metrics(font);
        }

        @Override
        public void clip(Shape shape) {}

        @Override
        public void setClip(Shape shape) {}

        @Override
        public void clipRect(int x, int y, int width, int height) {}
    }
}
