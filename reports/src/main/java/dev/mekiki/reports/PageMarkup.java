package dev.mekiki.reports;

import freemarker.core.CommonMarkupOutputFormat;
import freemarker.core.CommonTemplateMarkupOutputModel;
import org.jspecify.annotations.Nullable;

/** HTML that we made ourselves (a chart): the only thing that a template puts into the page unescaped. */
public final class PageMarkup extends CommonTemplateMarkupOutputModel<PageMarkup> {
    PageMarkup(@Nullable String plain, @Nullable String markup) {
        super(plain, markup);
    }

    static PageMarkup chart(String svg) {
        return new PageMarkup(null, svg);
    }

    @Override
    public CommonMarkupOutputFormat<PageMarkup> getOutputFormat() {
        return PageFormat.INSTANCE;
    }
}
