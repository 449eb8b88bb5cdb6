package dev.mekiki.license;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.domain.UsageProfile;
import dev.mekiki.plan.UsageReader;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What every license of the catalogue comes to for every shipped usage profile: {@code verdicts.txt}, written by reading the licenses. */
class VerdictTableTest {
    private static final Path USAGES = Path.of(System.getProperty("mekiki.home"), "configs", "usage");
    private static final Catalogue CATALOGUE = Catalogue.load();
    private static final Map<String, Verdict> LETTERS = Map.of("A", Verdict.ALLOWED, "C", Verdict.CONDITIONAL, "N",
            Verdict.ACTION_NEEDED, "R", Verdict.REVIEW, "D", Verdict.DENIED);

    static LicenseFinding finding(String license, UsageProfile usage) {
        LicenseEntry entry = CATALOGUE.find(license).orElseThrow(() -> new AssertionError("no license " + license));
        Statement stated = new Statement(Statement.Kind.DECLARED, Optional.of(entry), entry.id(), "README.md",
                Optional.empty(), Statement.OWN);
        return Verdicts.of(license, new Statements(List.of(stated), List.of(), List.of(), Optional.empty(), List.of(),
                List.of(), Map.of(), Optional.empty()), usage, LocalDate.of(2026, 11, 21));
    }

    static UsageProfile usage(String name) throws Exception {
        return UsageReader.read(USAGES.resolve(name + ".yaml"));
    }

    private static List<List<String>> table() throws Exception {
        try (InputStream in = Objects.requireNonNull(VerdictTableTest.class.getResourceAsStream("verdicts.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> Arrays.asList(line.strip().split("\\s+"))).toList();
        }
    }

    @Test
    void verdicts_are_those_of_the_table() throws Exception {
        List<List<String>> table = table();
        List<String> profiles = table.getFirst().subList(1, table.getFirst().size());
        Map<String, UsageProfile> usages = new LinkedHashMap<>();
        for (String profile : profiles) {
            usages.put(profile, usage(profile));
        }
        List<String> wrong = new ArrayList<>();
        for (List<String> row : table.subList(1, table.size())) {
            assertThat(row).as(row.getFirst()).hasSize(profiles.size() + 1);
            for (int at = 0; at < profiles.size(); at++) {
                LicenseFinding finding = finding(row.getFirst(), Objects.requireNonNull(usages.get(profiles.get(at))));
                if (finding.verdict() != LETTERS.get(row.get(at + 1))) {
                    wrong.add(row.getFirst() + " for " + profiles.get(at) + ": " + row.get(at + 1) + " expected, not "
                            + finding.verdict() + " because of "
                            + finding.reasons().stream().filter(reason -> reason.effect() == finding.verdict())
                                    .map(LicenseFinding.Reason::because).toList());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void table_has_every_license_and_every_profile() throws Exception {
        Set<String> licenses = table().stream().skip(1).map(List::getFirst).collect(Collectors.toSet());
        assertThat(CATALOGUE.all()).extracting(LicenseEntry::id).allSatisfy(id -> assertThat(licenses).contains(id));
        assertThat(table().getFirst().subList(1, table().getFirst().size())).hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(name -> assertThat(USAGES.resolve(name + ".yaml")).exists());
    }
}
