package dev.mekiki.reports;

import freemarker.core.CommonMarkupOutputFormat;
import freemarker.core.CommonTemplateMarkupOutputModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** HTML that we made ourselves (a chart): the only thing that a template puts into the page unescaped. */
public final class PageMarkup extends CommonTemplateMarkupOutputModel<PageMarkup> {
    PageMarkup(@Nullable String plain, @Nullable String markup) {
        super(plain, markup);
    }

    static PageMarkup of(String markup) {
        return new PageMarkup(null, markup);
    }

    /** None where the machine can't draw. */
    static List<PageMarkup> chart(String svg) {
        return svg.isEmpty() ? List.of() : List.of(of(svg));
    }

    @Override
    public CommonMarkupOutputFormat<PageMarkup> getOutputFormat() {
        return PageFormat.INSTANCE;
    }
}
