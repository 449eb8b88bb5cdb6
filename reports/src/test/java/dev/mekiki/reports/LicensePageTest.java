package dev.mekiki.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.LicenseFinding.Change;
import dev.mekiki.domain.LicenseFinding.Duty;
import dev.mekiki.domain.LicenseFinding.Evidence;
import dev.mekiki.domain.LicenseFinding.License;
import dev.mekiki.domain.LicenseFinding.Reason;
import dev.mekiki.domain.LicenseFinding.Source;
import dev.mekiki.domain.LicenseFinding.Step;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.domain.LicenseFinding.Wording;
import dev.mekiki.domain.UsageProfile;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LicensePageTest {
    private static final UsageProfile USAGE = new UsageProfile("in-house", UsageProfile.Stage.POC,
            UsageProfile.Offering.IN_HOUSE, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty(), Optional.empty(), Set.of(),
            Optional.empty(), Map.of(), List.of());

    private static String html(String text, List<String> languages) throws IOException {
        LicenseFinding finding = new LicenseFinding("in-house", Verdict.REVIEW,
                List.of(new License(text, text, Optional.empty(), text, Optional.of("ab"), "exact", "base:" + text)),
                List.of(new Reason("§1 " + text, Optional.of(text), text, Verdict.REVIEW, Optional.of("outputs"),
                        Optional.of(new Source(text, Optional.empty(), "2026-11-21", Evidence.SECONDARY)))),
                List.of(new Duty(text, "§2", List.of(new Wording("notice-file", "Built with " + text, "表示 " + text)))),
                List.of(text), "No legal advice.", List.of("annual-revenue"),
                List.of(new Change(List.of(new Step("offering", "in-house", text)), Verdict.DENIED)));
        return new LicensePage((_, _) -> Optional.empty()).html(List.of(new LicensePage.Model(text, finding,
                List.of(new Licenses.Read(text, "gguf-header", "cd".repeat(32))))), USAGE, "0.1", Instant.EPOCH,
                languages);
    }

    @Test
    void verdict_with_its_grounds_is_said_in_both_languages() throws IOException {
        String page = html("hinoki", List.of("ja", "en"));
        assertThat(page).contains("？ 要確認", "二次情報", "annual-revenue", "offering：in-house → hinoki → 利用不可",
                "表示 hinoki", "Built with hinoki", "GGUF ヘッダー", "元モデル hinoki", "SHA-256 " + "cd".repeat(32));
        assertThat(page).contains("? needs review", "from a secondary source", "base model hinoki", "GGUF header");
        assertThat(html("hinoki", List.of("en"))).doesNotContain("要確認");
    }

    @Test
    void disclaimer_stands_at_the_top_and_at_the_end() throws IOException {
        String page = html("hinoki", List.of("en"));
        assertThat(page.indexOf("No legal advice.")).isLessThan(page.indexOf("<table>"));
        assertThat(page.lastIndexOf("No legal advice.")).isGreaterThan(page.lastIndexOf("</table>"));
    }

    @Test
    void hostile_texts_stay_texts() throws IOException {
        String page = html("</style><script>alert(1)</script>\u202E\"'&", List.of("ja", "en"));
        assertThat(page).doesNotContain("<script", "\u202E").contains("&lt;script&gt;", "⟦U+202E⟧",
                "default-src 'none'");
    }
}
