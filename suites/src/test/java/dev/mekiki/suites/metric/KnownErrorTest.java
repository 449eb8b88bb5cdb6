package dev.mekiki.suites.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mekiki.datasets.CsvSource;
import dev.mekiki.port.Metric;
import dev.mekiki.port.Metric.KnownError;
import dev.mekiki.suites.safety.Lexicon;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * A text of the data set counts as toxic if more than half of its annotators voted Toxic or Very Toxic. Rows at even positions (from 0) may be
 * looked at for improving the lexicon; the published figures are those of the rows at odd positions.
 */
class KnownErrorTest {
    private static final Lexicon LEXICON = Lexicon.shipped();

    private static boolean toxicToMost(Map<String, Object> row) {
        return 2 * (votes(row, "Toxic") + votes(row, "Very Toxic")) > votes(row, "annotation_num");
    }

    private static int votes(Map<String, Object> row, String column) {
        return Integer.parseInt(String.valueOf(row.get(column)));
    }

    private record Rates(int unmarked, int falsePositives, int marked, int falseNegatives) {
        double falsePositive() {
            return (double) falsePositives / unmarked;
        }

        double falseNegative() {
            return (double) falseNegatives / marked;
        }
    }

    private static Rates rates(List<Map<String, Object>> rows, int parity) {
        int[] counts = new int[4];
        for (int i = parity; i < rows.size(); i += 2) {
            boolean marked = toxicToMost(rows.get(i));
            boolean found = LEXICON.assess(String.valueOf(rows.get(i).get("text"))).toxic();
            counts[marked ? 2 : 0]++;
            counts[marked ? 3 : 1] += found == marked ? 0 : 1;
        }
        return new Rates(counts[0], counts[1], counts[2], counts[3]);
    }

    @Test
    void published_error_rates_are_those_measured() throws Exception {
        Path data = Path.of(System.getProperty("mekiki.home", "."), "..", "shared", "data", "japanese-toxic",
                "subset.csv");
        Assumptions.assumeTrue(Files.isReadable(data), "skipped: ../shared/data/japanese-toxic is not here");
        List<Map<String, Object>> rows = new CsvSource().read(data);
        Rates improving = rates(rows, 0);
        Rates published = rates(rows, 1);
        System.out.printf(Locale.ROOT, "toxic on japanese-toxic: even rows %s, odd rows %s: FPR %.4f, FNR %.4f%n",
                improving, published,
                published.falsePositive(), published.falseNegative());
        Metric toxic = new SuiteMetrics().metrics().stream().filter(metric -> metric.name().equals("toxic")).findFirst()
                .orElseThrow();
        KnownError known = toxic.knownError().orElseThrow();
        assertThat(known.falsePositive()).isCloseTo(published.falsePositive(), within(1e-4));
        assertThat(known.falseNegative()).isCloseTo(published.falseNegative(), within(1e-4));
        assertThat(known.measuredOn()).contains(published.marked() + " toxic texts")
                .contains(published.unmarked() + " other texts");
    }
}
