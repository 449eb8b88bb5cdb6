package dev.mekiki.reports.chart;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * SVG as text, of the elements and attributes that charts are made of and no others: no script, no reference, no style, no identifier of
 * the generator's. What is drawn in SVG's default way is not spelled out.
 */
final class SvgText {
    private static final Set<String> SHAPES = Set.of("line", "rect", "circle", "ellipse", "path", "polygon", "polyline",
            "text");
    private static final Set<String> GEOMETRY = Set.of("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry",
            "width", "height", "points", "d");
    /** Presentation attributes with the value that needs no saying. */
    private static final Map<String, String> DEFAULTS = Map.ofEntries(Map.entry("fill", "black"),
            Map.entry("stroke", "none"), Map.entry("stroke-width", "1"), Map.entry("stroke-dasharray", "none"),
            Map.entry("stroke-linecap", "butt"), Map.entry("stroke-linejoin", "miter"), Map.entry("fill-opacity", "1"),
            Map.entry("stroke-opacity", "1"), Map.entry("font-size", ""), Map.entry("font-weight", "normal"),
            Map.entry("transform", ""));

    private final StringBuilder out = new StringBuilder();

    private SvgText() {}

    static String of(Element root, int width, int height, Caption caption) {
        SvgText text = new SvgText();
        text.out.append("<svg viewBox=\"0 0 ").append(width).append(' ').append(height).append("\" role=\"img\" ")
                .append("aria-labelledby=\"").append(escape(caption.id())).append("-t ").append(escape(caption.id()))
                .append("-d\"><title id=\"").append(escape(caption.id())).append("-t\">")
                .append(escape(caption.title()))
                .append("</title><desc id=\"").append(escape(caption.id())).append("-d\">")
                .append(escape(caption.description())).append("</desc>");
        text.children(root, Map.of());
        return text.out.append("</svg>").toString();
    }

    private void children(Node parent, Map<String, String> inherited) {
        Map<String, String> style = new TreeMap<>(inherited);
        own(parent, style);
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                switch (element.getTagName()) {
                    case "g", "svg" -> children(element, style);
                    default -> shape(element, style);
                }
            }
        }
    }

    private void shape(Element element, Map<String, String> inherited) {
        String name = element.getTagName();
        if (!SHAPES.contains(name)) {
            return;
        }
        Map<String, String> style = new TreeMap<>(inherited);
        own(element, style);
        out.append('<').append(name);
        NamedNodeMap attributes = element.getAttributes();
        for (int at = 0; at < attributes.getLength(); at++) {
            Node attribute = attributes.item(at);
            if (GEOMETRY.contains(attribute.getNodeName())) {
                attribute(attribute.getNodeName(), attribute.getNodeValue());
            }
        }
        boolean stroked = !"none".equals(style.getOrDefault("stroke", "none"));
        style.forEach((key, value) -> {
            boolean aboutStroke = key.startsWith("stroke") && !key.equals("stroke");
            boolean aboutText = key.startsWith("font");
            if (!value.equals(DEFAULTS.get(key)) && (stroked || !aboutStroke) && (name.equals("text") || !aboutText)) {
                attribute(key, value);
            }
        });
        if (name.equals("text")) {
            out.append('>').append(escape(element.getTextContent())).append("</text>");
        } else {
            out.append("/>");
        }
    }

    /** Transforms add up from outside to inside; everything else is overridden. */
    private static void own(Node node, Map<String, String> style) {
        NamedNodeMap attributes = node.getAttributes();
        for (int at = 0; at < attributes.getLength(); at++) {
            String name = attributes.item(at).getNodeName();
            String value = attributes.item(at).getNodeValue();
            if (name.equals("transform")) {
                style.merge(name, value, (outer, inner) -> outer + " " + inner);
            } else if (DEFAULTS.containsKey(name) && !value.contains("url(")) {
                style.put(name, value);
            }
        }
    }

    private void attribute(String name, String value) {
        out.append(' ').append(name).append("=\"").append(escape(value)).append('"');
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
