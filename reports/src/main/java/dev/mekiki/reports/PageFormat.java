package dev.mekiki.reports;

import freemarker.core.CommonMarkupOutputFormat;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * How FreeMarker writes HTML here: every interpolated text has its hidden characters made visible and is then escaped. It stands in for
 * FreeMarker's own format of that name, so no template can forget it.
 */
final class PageFormat extends CommonMarkupOutputFormat<PageMarkup> {
    /** No single text takes more of the page; the whole is in the JSON and CSV reports. */
    private static final int LONGEST_TEXT = 2000;
    static final PageFormat INSTANCE = new PageFormat();

    private PageFormat() {}

    @Override
    public String getName() {
        return "HTML";
    }

    @Override
    public String getMimeType() {
        return "text/html";
    }

    @Override
    public void output(String text, Writer out) throws IOException {
        out.write(escapePlainText(text));
    }

    @Override
    public String escapePlainText(String text) {
        String visible = Visible.of(Visible.beginning(text, LONGEST_TEXT));
        StringBuilder out = new StringBuilder(visible.length() + 16);
        for (int at = 0; at < visible.length(); at++) {
            char character = visible.charAt(at);
            switch (character) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(character);
            }
        }
        return out.toString();
    }

    @Override
    public boolean isLegacyBuiltInBypassed(String builtInName) {
        return builtInName.equals("html") || builtInName.equals("xml") || builtInName.equals("xhtml");
    }

    @Override
    protected PageMarkup newTemplateMarkupOutputModel(@Nullable String plain, @Nullable String markup) {
        return new PageMarkup(plain, markup);
    }
}
