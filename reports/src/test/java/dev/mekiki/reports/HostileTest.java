package dev.mekiki.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileTest {
    @TempDir
    Path folder = Path.of("");
    private static String page = "";

    @BeforeAll
    static void writeOnce(@TempDir Path shared) throws IOException {
        page = Files.readString(new HtmlReport().write(Hostile.model(), shared));
    }

    @Test
    void no_element_attribute_or_template_of_an_attack_reaches_the_page() {
        assertThat(page).doesNotContainIgnoringCase("<script").doesNotContainIgnoringCase("<img")
                .doesNotContainIgnoringCase("<iframe").doesNotContainIgnoringCase("<base")
                .doesNotContainIgnoringCase("<link").doesNotContainIgnoringCase("<a href=\"javascript")
                .contains("&lt;script&gt;document.title=&#39;pwned&#39;").contains("${7*7}").doesNotContain("[=49]");
        assertThat(page).as("hidden characters are shown").contains("⟦U+202E⟧txt.exe").contains("⟦U+001B⟧[2J")
                .contains("a⟦U+0000⟧b").contains("⟦U+D800⟧ lone");
        assertThat(page.codePoints().filter(c -> c == 0x202E || c == 0x1B || c == 0 || c == 0x200B).count()).isZero();
        Markup.check(page);
        assertThat(page.length()).as("long texts are cut").isLessThan(6_000_000);
    }

    @Test
    void nothing_executes_in_a_browser_even_without_the_content_security_policy() throws Exception {
        Optional<Chromium> browser = Chromium.find();
        Assumptions.assumeTrue(browser.isPresent(), "no chromium, chromium-browser or google-chrome on PATH");
        Path guarded = Files.writeString(folder.resolve("guarded.html"), page);
        Path bare = Files.writeString(folder.resolve("bare.html"),
                page.replaceFirst("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", ""));
        Path control = Files.writeString(folder.resolve("control.html"),
                "<!DOCTYPE html><title>calm</title>" + Hostile.ATTACKS.get(1));

        assertThat(title(browser.get().dom(control, folder))).as("the browser does run attacks").isEqualTo("pwned");
        assertThat(title(browser.get().dom(guarded, folder))).startsWith("&lt;script&gt;document.title=");
        assertThat(title(browser.get().dom(bare, folder))).startsWith("&lt;script&gt;document.title=");
    }

    private static String title(String dom) {
        return dom.substring(dom.indexOf("<title>") + "<title>".length(), dom.indexOf("</title>"));
    }

    @Test
    void spreadsheets_calculate_nothing() throws IOException {
        new CsvReport().write(Hostile.model(), folder);
        String samples = Files.readString(folder.resolve("samples.csv"));

        assertThat(samples).startsWith("\ufeff").contains("\"'=HYPERLINK(").doesNotContain(",=HYPERLINK")
                .doesNotContain("\"=HYPERLINK");
        for (String cell : new String[]{"=1", "+1", "-1", "@x", "\tx", "＝1", "|x"}) {
            assertThat(CsvReport.text(cell)).isEqualTo("'" + cell);
        }
        assertThat(CsvReport.text("1-2")).isEqualTo("1-2");
    }

    @Test
    void markdown_has_no_markup_of_an_attack() throws IOException {
        String summary = Files.readString(new MarkdownReport().write(Hostile.model(), folder));

        assertThat(summary).doesNotContain("<script").doesNotContain("<img").doesNotContain("](http")
                .doesNotContain("@everyone").doesNotContain("://").contains("&lt;script&gt;");
    }
}
