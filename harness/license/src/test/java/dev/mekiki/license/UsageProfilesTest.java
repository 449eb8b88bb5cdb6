package dev.mekiki.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import dev.mekiki.domain.UsageProfile;
import dev.mekiki.domain.UsageProfile.Offering;
import dev.mekiki.domain.UsageProfile.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageProfilesTest {
    @TempDir
    Path folder;

    private UsageProfile read(String text) throws IOException, InvalidInput {
        return UsageProfiles.read(Files.writeString(folder.resolve("usage.yaml"), text));
    }

    @Test
    void every_shipped_profile_loads() throws IOException, InvalidInput {
        Path shipped = Path.of(Objects.requireNonNull(System.getProperty("mekiki.home")), "configs", "usage");
        try (Stream<Path> files = Files.list(shipped)) {
            List<Path> all = files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
            assertThat(all).hasSizeGreaterThanOrEqualTo(3);
            for (Path file : all) {
                assertThat(file.getFileName()).hasToString(UsageProfiles.read(file).name() + ".yaml");
            }
        }
    }

    @Test
    void every_key_is_read() throws IOException, InvalidInput {
        UsageProfile profile = read("""
                usage: mekiki/1
                name: in-house-assistant
                stage: production
                offering: hosted-api
                ai-work-assistant: true
                fine-tuning: true
                distribute-derivatives: true
                train-others-on-outputs: true
                annual-revenue: {amount: 500_000_000_000, currency: JPY, scope: group}
                monthly-active-users: 3000
                country: JP
                modalities: [text, image]
                domains: [finance]
                exchange: {USD: 150.5}
                contracts: [{license: plamo-community, id: "2026-014", until: 2027-03-31}]
                """);
        assertThat(profile.stage()).isEqualTo(Stage.PRODUCTION);
        assertThat(profile.offering()).isEqualTo(Offering.HOSTED_API);
        assertThat(List.of(profile.aiWorkAssistant(), profile.fineTuning(), profile.distributeDerivatives(),
                profile.trainOthersOnOutputs())).containsOnly(true);
        assertThat(profile.annualRevenue().orElseThrow().amount()).isEqualByComparingTo("500000000000");
        assertThat(profile.annualRevenue().orElseThrow().scope()).isEqualTo("group");
        assertThat(profile.monthlyActiveUsers()).hasValue(3000);
        assertThat(profile.country()).contains("JP");
        assertThat(profile.modalities()).containsExactlyInAnyOrder("text", "image");
        assertThat(profile.domains()).containsExactly("finance");
        assertThat(profile.exchange().get("USD")).isEqualByComparingTo("150.5");
        assertThat(profile.contracts()).containsExactly(
                new UsageProfile.Contract("plamo-community", "2026-014", LocalDate.of(2027, 3, 31)));
    }

    @Test
    void every_mistake_is_told_with_its_line() throws IOException {
        InvalidInput refused = catchThrowableOfType(InvalidInput.class, () -> read("""
                usage: mekiki/1
                name: x
                stage: someday
                offering: in-house
                fine-tunning: true
                annual-revenue: {amount: much, currency: JPY}
                country: Japan
                contracts: [{license: a}]
                """));
        assertThat(refused.problems()).extracting(Problem::toString)
                .extracting(text -> text.substring(text.indexOf("usage.yaml") + "usage.yaml".length()))
                .containsExactlyInAnyOrder(":3: stage: one of evaluation, poc, production was expected",
                        ":5: fine-tunning: unknown key", ":6: annual-revenue.amount: a number from 0 was expected",
                        ":7: country: a country code such as JP was expected",
                        ":8: contracts[0]: license, id and until (a date such as 2027-03-31) were expected");
    }

    @Test
    void anchors_and_other_shapes_are_refused() {
        for (String text : new String[]{"a: &x 1\nb: *x", "- 1", "usage: [", "", "usage: mekiki/2\nname: [a]"}) {
            assertThat(catchThrowableOfType(InvalidInput.class, () -> read(text))).as(text).isNotNull();
        }
        assertThat(catchThrowableOfType(InvalidInput.class, () -> UsageProfiles.read(folder.resolve("none.yaml"))))
                .isNotNull();
    }
}
