package dev.mekiki.reports;

import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.DefaultObjectWrapperBuilder;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Fills the page's templates. */
final class Page {
    private static final String STYLE = "/dev/mekiki/reports/page/style.css";
    private final Configuration configuration;

    Page() {
        configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setClassForTemplateLoading(Page.class, "/dev/mekiki/reports/page");
        configuration.setDefaultEncoding("UTF-8");
        configuration.setLocale(Locale.ROOT);
        configuration.setNumberFormat("computer");
        configuration.setRecognizeStandardFileExtensions(true);
        configuration.setRegisteredCustomOutputFormats(List.of(PageFormat.INSTANCE));
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        configuration.setWrapUncheckedExceptions(true);
        configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        configuration.setAPIBuiltinEnabled(false);
        configuration.setObjectWrapper(new DefaultObjectWrapperBuilder(Configuration.VERSION_2_3_34).build());
    }

    String fill(List<Document> documents) throws IOException {
        return fill("index.ftlh", documents);
    }

    /** @param documents one a language */
    String fill(String template, List<?> documents) throws IOException {
        String style = style();
        StringWriter out = new StringWriter(1 << 20);
        try {
            configuration.getTemplate(template).process(Map.of("documents", documents, "style",
                    PageMarkup.of(style), "styleHash", hash(style)), out);
        } catch (TemplateException broken) {
            throw new IllegalStateException("a template of ours is broken", broken);
        }
        return out.toString();
    }

    private static String style() throws IOException {
        try (InputStream in = Page.class.getResourceAsStream(STYLE)) {
            if (in == null) {
                throw new IllegalStateException(STYLE + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        }
    }

    /** As a Content-Security-Policy names a style that may apply. */
    private static String hash(String style) {
        try {
            return "sha256-" + Base64.getEncoder().encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException broken) {
            throw new IllegalStateException("the JDK has no SHA-256", broken);
        }
    }
}
